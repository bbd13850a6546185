package io.collab.samples.editor;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;

/** The kind of a document: rich text or plain text. It never changes, because the two store different shared types. */
public enum DocumentKind {
    RICH("rich"),
    TEXT("text");

    private final String label;

    DocumentKind(String label) {
        this.label = label;
    }

    /** Returns the name of the kind in JSON and in the database. */
    public String label() {
        return label;
    }

    /**
     * Returns the kind with a label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DocumentKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of document: " + label));
    }

    /** Stores the label, so that renaming or reordering the constants does not affect stored rows. */
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
