package io.collab.samples.editor;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;

/** Which editor opens a document: rich text or plain text. It never changes, because the two store different types. */
public enum DocumentKind {
    RICH("rich"),
    TEXT("text");

    private final String label;

    DocumentKind(String label) {
        this.label = label;
    }

    /** The word for it in JSON and in the database. */
    public String label() {
        return label;
    }

    /**
     * The kind that a word stands for.
     *
     * @throws IllegalArgumentException if it stands for none
     */
    public static DocumentKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a kind of document: " + label));
    }

    /** Stores the label, so that renaming or reordering the constants leaves the data alone. */
    @Converter
    public static final class Labels implements AttributeConverter<DocumentKind, String> {
        @Override
        public String convertToDatabaseColumn(DocumentKind kind) {
            return kind.label;
        }

        @Override
        public DocumentKind convertToEntityAttribute(String label) {
            return of(label);
        }
    }
}
