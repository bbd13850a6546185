package io.collab.jpa;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.spi.storage.Head;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code collab_document}.
 *
 * @param id the key of the document in the other tables
 * @param head the head, null if the document was deleted
 * @param seq the last sequence number, also of a deleted document
 */
record DocumentRow(long id, @Nullable Head head, long seq) {
    /** The columns that {@link #read} requires. */
    static final String COLUMNS =
            "d.id, d.tenant, d.name, d.generation, d.engine, d.format_version, d.seq, d.snapshot_seq";

    static DocumentRow read(ResultSet row) throws SQLException {
        UUID generation = row.getObject("generation", UUID.class);
        long seq = row.getLong("seq");
        Head head = generation == null
                ? null
                : new Head(
                        new DocumentId(row.getString("tenant"), row.getString("name")),
                        new Generation(generation),
                        StoredText.decode(row.getString("engine")),
                        row.getInt("format_version"),
                        seq,
                        row.getLong("snapshot_seq"));
        return new DocumentRow(row.getLong("id"), head, seq);
    }
}
