package io.collab.benchmarks.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.YDoc;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    private static final String SEQUENTIAL = """
            {"startContent":"ab","endContent":"xé\\ufffdb","txns":[
            {"patches":[[0,1,"x"]]},{"patches":[[1,0,"\\ud83d\\ude00"],[1,0,"é"]]}]}""";
    private static final String CONCURRENT = """
            {"kind":"concurrent","endContent":"-","numAgents":2,"txns":[
            {"parents":[],"agent":0,"patches":[[0,0,"one"]]},
            {"parents":[0],"agent":1,"patches":[[3,0," two"]]},
            {"parents":[0],"agent":0,"patches":[[0,1,"O"]]},
            {"parents":[1,2],"agent":1,"patches":[[7,0,"!"]]}]}""";

    @TempDir
    Path folder;

    private Inputs inputs;

    @BeforeEach
    void writeTraces() throws IOException {
        write("a-trace.json.gz", SEQUENTIAL);
        write("two.concurrent.json.gz", CONCURRENT);
        inputs = new Inputs(folder);
    }

    @Test
    void everyTraceIsALineAndItsInputMakesItsText() throws IOException {
        List<Line> lines = Plan.prepare(Trace.readAll(folder), inputs);
        assertThat(lines)
                .extracting(Line::id)
                .contains("a-trace.ops", "a-trace.apply", "two.concurrent.each", "two.concurrent.once", "b1.1.ops")
                .doesNotHaveDuplicates();
        YDoc edited = Documents.editor(1);
        Documents.run(edited, inputs.edits("a-trace"));
        assertThat(edited.getText(Documents.TEXT).toString()).isEqualTo("xé\ufffdb");
        YDoc followed = Documents.replica();
        inputs.updates("a-trace").forEach(followed::applyUpdate);
        assertThat(followed.getText(Documents.TEXT).toString()).isEqualTo("xé\ufffdb");
        YDoc merged = Documents.load(Documents.replica(), inputs.update("two.concurrent.state"));
        assertThat(merged.getText(Documents.TEXT).toString()).isEqualTo("One two!");
    }

    @Test
    void aTraceWithAnotherFinalTextIsRefused() throws IOException {
        write("a-trace.json.gz", SEQUENTIAL.replace("xé", "xe"));
        List<Trace> traces = Trace.readAll(folder);
        assertThatThrownBy(() -> Plan.prepare(traces, inputs)).hasMessageContaining("a-trace");
    }

    @Test
    void theLinesOfAGroupAreReadAsTheyWereWritten() throws IOException {
        List<Line> lines = new ArrayList<>(Plan.prepare(Trace.readAll(folder), inputs));
        lines.add(Line.millis("load", "one", 1.5, new Task.Load("s", true)));
        lines.add(new Line("memory", "one", Line.MEGABYTES, null, new Task.Memory("s")));
        lines.add(Line.millis("encode", "one", null, new Task.Encode("e", 2)));
        lines.add(Line.millis("merge", "one", null, new Task.Merge("u", 10)));
        lines.add(Line.millis("diff", "one", null, new Task.Diff("s", "h")));
        lines.add(Line.millis("sv", "one", null, new Task.StateVector("s")));
        lines.add(new Line("growth", "one", Line.RATIO, 1.2, new Task.Growth("e", 10, Task.Cost.MEMORY)));
        PlanFile.write(lines, folder);
        for (String group : lines.stream().map(Line::group).distinct().toList()) {
            assertThat(PlanFile.read(folder, group))
                    .isEqualTo(lines.stream()
                            .filter(line -> line.group().equals(group))
                            .toList());
        }
    }

    @Test
    void theReportShowsRatioTargetAndOtherResults() {
        Line met = Line.millis("met", "g", 5.0, new Task.Memory("s"));
        Line missed = Line.millis("missed", "g", 1.0, new Task.Memory("s"));
        Report report = new Report(List.of(met, missed), List.of("yjs", "other"));
        report.add(Report.OURS, Measured.fromJson(new Measured("met", 4, "digest").toJson()));
        report.add("yjs", new Measured("met", 40, "digest"));
        report.add("other", new Measured("met", 8, ""));
        report.add(Report.OURS, new Measured("missed", 2, "digest"));
        report.add("yjs", new Measured("missed", 3, "another"));
        assertThat(report.table())
                .contains("| met | ms-cpu | 4.00 | 40.0 | 8.00 | 2.00 | 5.00 |  |")
                .contains("| missed | ms-cpu | 2.00 | 3.00 (other result) | - | 1.50 | 1.00 | above the target |");
        assertThat(report.different()).containsExactly("missed of yjs");
        assertThat(report.json())
                .first()
                .isEqualTo(
                        "{\"line\":\"met\",\"unit\":\"ms-cpu\",\"ours\":4,\"peers\":{\"yjs\":40,\"other\":8},\"target\":5}");
    }

    private void write(String name, String json) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
    }
}
