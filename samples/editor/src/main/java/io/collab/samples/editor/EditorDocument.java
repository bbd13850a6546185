package io.collab.samples.editor;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.NullUnmarked;

/** A row of the editor's list. Its version is the entity tag that REST clients see. */
@Entity
@Table(name = "editor_document")
@NullUnmarked
public class EditorDocument {
    @Id
    private String id;

    private String title;

    @Convert(converter = DocumentKind.Labels.class)
    @Column(updatable = false)
    private DocumentKind kind;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private long version;

    protected EditorDocument() {}

    EditorDocument(String id, DocumentTitle title, DocumentKind kind, Instant now) {
        this.id = id;
        this.title = title.text();
        this.kind = kind;
        this.createdAt = now.truncatedTo(ChronoUnit.MILLIS);
        this.updatedAt = createdAt;
    }

    /** Sets the title; an equal title changes nothing, not even the version. */
    void rename(DocumentTitle newTitle, Instant now) {
        if (!title.equals(newTitle.text())) {
            title = newTitle.text();
            updatedAt = now.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public DocumentKind kind() {
        return kind;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public long version() {
        return version;
    }
}
