package io.collab.runtime.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.api.OperationId;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.tck.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BusMessageFormatPropertyTest {
    private static final DocumentId FRUIT = DocumentId.of("fruit");

    @Test
    void everyMessageIsReadAsItWasWritten() {
        for (int i = 0; i < 500; i++) {
            Seed.run(random -> {
                BusMessage message = message(random);
                assertThat(BusMessageFormat.read(FRUIT, BusMessageFormat.write(message)))
                        .usingRecursiveComparison()
                        .isEqualTo(message);
            });
        }
    }

    @Test
    void changedBytesAreReadAsAMessageOrRefused() {
        for (int i = 0; i < 2_000; i++) {
            Seed.run(random -> {
                byte[] bytes = BusMessageFormat.write(message(random));
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try {
                    assertThat(BusMessageFormat.read(FRUIT, bytes)).isNotNull();
                } catch (ProtocolException refused) {
                    assertThat(refused.code()).isEqualTo("bad-bus-message");
                }
            });
        }
    }

    private static BusMessage message(Random random) {
        String node = text(random, 64);
        return switch (random.nextInt(3)) {
            case 0 -> new BusMessage.PresenceAsked(node);
            case 1 -> new BusMessage.PresenceChanged(node, bytes(random));
            default -> {
                Generation generation = new Generation(new UUID(random.nextLong(), random.nextLong()));
                List<Commit> commits = IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> commit(generation, random))
                        .toList();
                yield new BusMessage.Committed(node, generation, random.nextLong(), commits);
            }
        };
    }

    private static Commit commit(Generation generation, Random random) {
        long seconds = random.nextLong() % 100_000_000_000L;
        return new Commit(
                FRUIT,
                generation,
                1 + random.nextInt(Integer.MAX_VALUE),
                Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000)),
                new Submission(
                        new OperationId("s" + text(random, 63), random.nextInt(Integer.MAX_VALUE)),
                        new Author(text(random, 255), text(random, 64), text(random, 64)),
                        Update.of(bytes(random))));
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns text of any UTF-16 code units, also zero and surrogates. */
    private static String text(Random random, int maxLength) {
        return random.ints(random.nextInt(maxLength + 1), 0, 0x10000)
                .collect(StringBuilder::new, (text, unit) -> text.append((char) unit), StringBuilder::append)
                .toString();
    }
}
