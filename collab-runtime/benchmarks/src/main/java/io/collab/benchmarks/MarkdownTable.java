package io.collab.benchmarks;

import java.util.List;

/** Rows of text as a Markdown table. */
public final class MarkdownTable {
    private MarkdownTable() {}

    /** Returns a table whose first row is its head; all rows have the same number of cells. */
    public static String of(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            for (int i = 0; i < widths.length; i++) {
                text.append("| ").append(rows.get(row).get(i));
                text.append(" ".repeat(widths[i] - rows.get(row).get(i).length() + 1));
            }
            text.append("|\n");
            if (row == 0) {
                text.append("| --- ".repeat(widths.length)).append("|\n");
            }
        }
        return text.toString();
    }
}
