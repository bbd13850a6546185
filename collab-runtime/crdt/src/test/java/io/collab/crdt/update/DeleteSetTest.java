package io.collab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The two encoded forms of a delete set. The bytes were written by npm yjs 13.6.33: writeDeleteSet. */
class DeleteSetTest {

    private static final String V1 = "02 05 01 00 01 01 02 02 03 0a 01";
    private static final String V2 = "02 05 01 00 00 01 02 02 02 05 00";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] bytes(DeleteSet set, boolean v2) {
        Encoder out = new Encoder();
        if (v2) {
            set.writeV2(out);
        } else {
            set.write(out);
        }
        return out.toByteArray();
    }

    @Test
    void bothFormsAreThoseOfYjs() {
        DeleteSet set = DeleteSet.read(new Decoder(hex(V1)));
        assertThat(bytes(set, false)).isEqualTo(hex(V1));
        assertThat(bytes(set, true)).isEqualTo(hex(V2));
        DeleteSet again = DeleteSet.readV2(new Decoder(hex(V2)));
        assertThat(bytes(again, false)).isEqualTo(hex(V1));
    }

    @Test
    void formatTwoHasRangesInAscendingOrder() {
        DeleteSet set = new DeleteSet();
        set.add(1, 10, 1);
        set.add(1, 2, 3);
        set.add(5, 0, 1);
        assertThat(bytes(set, true)).isEqualTo(hex(V2));
        assertThat(set.ranges(1).clock(0)).isEqualTo(10);
    }

    @Test
    void everyStrictPrefixIsRefused() {
        for (int i = 0; i < hex(V2).length; i++) {
            Decoder prefix = new Decoder(hex(V2), 0, i);
            assertThatThrownBy(() -> DeleteSet.readV2(prefix))
                    .satisfies(e -> assertThat(((DecodeException) e).reason()).isEqualTo(Reason.TRUNCATED));
        }
    }

    @Test
    void aRangeBeyondEveryClockIsRefused() {
        assertThatThrownBy(() -> DeleteSet.readV2(new Decoder(hex("01 05 01 01 ff ff ff ff ff ff ff 0f"))))
                .satisfies(e -> assertThat(((DecodeException) e).reason()).isEqualTo(Reason.NUMBER_TOO_LARGE));
    }
}
