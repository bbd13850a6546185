package io.collab.runtime.ordering;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The encoding of a {@link BusMessage}. Big-endian; text as in {@link DataOutputStream#writeUTF}. Thread-safe.
 *
 * <pre>
 * message   := version(1)=1 kind(1) node(utf) body
 * kind 1    := generation(16) seq(8) count(4) commit^count      committed
 * commit    := seq(8) seconds(8) nanos(4) source(utf) counter(8) principal(utf) connection(utf) node(utf) length(4) bytes
 * kind 2    := length(4) bytes                                  presence changed
 * kind 3    :=                                                  presence asked
 * </pre>
 *
 * A receiver drops a message that it cannot read: the bus may lose messages anyway.
 */
public final class BusMessageFormat {
    private static final int VERSION = 1;
    private static final int COMMITTED = 1;
    private static final int PRESENCE_CHANGED = 2;
    private static final int PRESENCE_ASKED = 3;

    private BusMessageFormat() {}

    /** Encodes a message. */
    public static byte[] write(BusMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            if (message instanceof BusMessage.Committed committed) {
                out.writeByte(COMMITTED);
                out.writeUTF(committed.node());
                writeGeneration(out, committed.generation());
                out.writeLong(committed.seq());
                out.writeInt(committed.commits().size());
                for (Commit commit : committed.commits()) {
                    writeCommit(out, commit);
                }
            } else if (message instanceof BusMessage.PresenceChanged presence) {
                out.writeByte(PRESENCE_CHANGED);
                out.writeUTF(presence.node());
                out.writeInt(presence.bytes().length);
                out.write(presence.bytes());
            } else if (message instanceof BusMessage.PresenceAsked asked) {
                out.writeByte(PRESENCE_ASKED);
                out.writeUTF(asked.node());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Decodes a message about a document.
     *
     * @throws ProtocolException with code {@code bad-bus-message} if the bytes are not a message
     */
    public static BusMessage read(DocumentId document, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            int kind = in.readUnsignedByte();
            if (version == VERSION) {
                String node = in.readUTF();
                switch (kind) {
                    case COMMITTED:
                        return readCommitted(in, document, node);
                    case PRESENCE_CHANGED:
                        return new BusMessage.PresenceChanged(node, readBytes(in));
                    case PRESENCE_ASKED:
                        return new BusMessage.PresenceAsked(node);
                    default:
                        break;
                }
            }
            throw new ProtocolException("bad-bus-message", "version " + version + ", kind " + kind);
        } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
            throw new ProtocolException("bad-bus-message", "truncated or out of bounds", unreadable);
        }
    }

    private static BusMessage.Committed readCommitted(DataInputStream in, DocumentId document, String node)
            throws IOException {
        Generation generation = new Generation(new UUID(in.readLong(), in.readLong()));
        long seq = in.readLong();
        int count = in.readInt();
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commits.add(readCommit(in, document, generation));
        }
        return new BusMessage.Committed(node, generation, seq, List.copyOf(commits));
    }

    private static void writeGeneration(DataOutputStream out, Generation generation) throws IOException {
        out.writeLong(generation.id().getMostSignificantBits());
        out.writeLong(generation.id().getLeastSignificantBits());
    }

    private static void writeCommit(DataOutputStream out, Commit commit) throws IOException {
        OperationId operation = commit.submission().operation();
        Author author = commit.submission().author();
        out.writeLong(commit.seq());
        out.writeLong(commit.time().getEpochSecond());
        out.writeInt(commit.time().getNano());
        out.writeUTF(operation.source());
        out.writeLong(operation.counter());
        out.writeUTF(author.principal());
        out.writeUTF(author.connection());
        out.writeUTF(author.node());
        out.writeInt(commit.update().size());
        out.write(commit.update().bytes());
    }

    private static Commit readCommit(DataInputStream in, DocumentId document, Generation generation)
            throws IOException {
        long seq = in.readLong();
        Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
        OperationId operation = new OperationId(in.readUTF(), in.readLong());
        Author author = new Author(in.readUTF(), in.readUTF(), in.readUTF());
        Update update = Update.of(readBytes(in));
        return new Commit(document, generation, seq, time, new Submission(operation, author, update));
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length exceeds the message");
        }
        return in.readNBytes(length);
    }
}
