package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.ColumnWriter;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;
import io.collab.crdt.update.Updates;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Attacks by updates of format 2, in which a few bytes can represent any number of structs. A rejected update changes
 * nothing, and its allocations are bounded by its size; the expansion of a run of a trillion would not end.
 */
class HostileUpdateV2Test {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KEY_CLOCKS = 0;
    private static final int CLIENTS = 1;
    private static final int LEFT_CLOCKS = 2;
    private static final int INFOS = 4;
    private static final int STRINGS = 5;
    private static final int PARENT_INFOS = 6;
    private static final int LENGTHS = 8;

    private final YDoc doc = Documents.doc(1);
    private final Encoder[] columns = new Encoder[9];
    private final Encoder rest = new Encoder();

    HostileUpdateV2Test() {
        Arrays.setAll(columns, i -> new Encoder());
        doc.getText("t").insert(0, "hello");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Returns an update with the columns unchanged; without strings if there are none. */
    private byte[] update() {
        if (columns[STRINGS].size() == 0) {
            columns[STRINGS].writeUint8(0);
        }
        Encoder out = new Encoder();
        out.writeUint8(0);
        for (Encoder column : columns) {
            out.writeVarBytes(column);
        }
        out.writeBytes(rest);
        return out.toByteArray();
    }

    /** Writes a repeated number of a column of lengths or clients. */
    private void run(int column, long value, long times) {
        columns[column].writeVarInt(value, true);
        columns[column].writeVarUint(times - 2);
    }

    /** Starts a section of client 5. */
    private void section(long structs) {
        rest.writeVarUint(1);
        rest.writeVarUint(structs);
        rest.writeVarUint(0);
    }

    private void assertRefused(byte[] update, Reason reason) {
        byte[] before = doc.encodeStateAsUpdateV2();
        assertRefused(() -> doc.applyUpdateV2(update), update.length, reason);
        assertRefused(() -> Updates.validateV2(update, DecodeLimits.DEFAULT), update.length, reason);
        assertRefused(() -> Updates.convertV2ToV1(update), update.length, reason);
        assertThat(doc.encodeStateAsUpdateV2()).isEqualTo(before);
        doc.checkInvariants();
    }

    private static void assertRefused(ThrowingCallable call, int size, Reason reason) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("allocated bytes: what may be unfolded, in buffers that grow by doubling")
                .isLessThan(4 * ((48L << 20) + 32L * size));
    }

    @Test
    void v2RleBomb_aRunThatStandsForATrillionStructs() {
        section(1L << 40);
        columns[CLIENTS].writeVarInt(5);
        columns[INFOS].writeUint8(0); // gc, repeated without limit
        run(LENGTHS, 1, 1L << 40);
        rest.writeVarUint(0);
        assertRefused(update(), Reason.TOO_MUCH_WORK);
    }

    @Test
    void v2RleBomb_itemsInARootInsteadOfGarbage() {
        section(1L << 40);
        run(CLIENTS, 5, 1L << 41);
        columns[LEFT_CLOCKS].writeVarInt(1); // difference 0, repeated
        columns[LEFT_CLOCKS].writeVarUint(1L << 41);
        columns[INFOS].writeUint8(1);
        columns[PARENT_INFOS].writeUint8(0);
        run(LENGTHS, 1, 1L << 40);
        rest.writeVarUint(0);
        assertRefused(update(), Reason.TOO_MUCH_WORK);
    }

    @Test
    void v2KeyCacheBomb_oneLongKeyThatAMillionMarksReferTo() {
        section(1_000_000);
        String key = "k".repeat(100_000);
        columns[CLIENTS].writeVarInt(5);
        columns[INFOS].writeUint8(6);
        columns[PARENT_INFOS].writeUint8(1);
        columns[STRINGS].writeVarString(key);
        columns[STRINGS].writeVarInt(0); // the root of the first mark has no name
        columns[STRINGS].writeVarInt(key.length());
        run2(columns[STRINGS], 0, 999_999);
        columns[KEY_CLOCKS].writeVarInt(1);
        columns[KEY_CLOCKS].writeVarUint(999_998);
        for (int i = 0; i < 1_000_000; i++) {
            rest.writeUint8(126);
        }
        rest.writeVarUint(0);
        assertRefused(update(), Reason.TOO_MUCH_WORK);
    }

    private static void run2(Encoder column, long value, long times) {
        column.writeVarInt(value, true);
        column.writeVarUint(times - 2);
    }

    @Test
    void v2StringBomb_aTrillionEmptyStringsAsValues() {
        section(1);
        columns[CLIENTS].writeVarInt(5);
        columns[INFOS].writeUint8(2);
        columns[PARENT_INFOS].writeUint8(1);
        columns[STRINGS].writeUint8(0);
        run2(columns[STRINGS], 0, 1L << 41);
        columns[LENGTHS].writeVarInt(1L << 40);
        rest.writeVarUint(0);
        assertRefused(update(), Reason.BAD_JSON);
    }

    @Test
    void declaredCountsAndLengthsAreNotTrusted() {
        for (String bad : new String[] {
            "00 ff ff ff ff 07", // a column of 2^31-1 bytes
            "00 00 00 00 00 00 01 00 00 00 00 80 80 80 40", // 2^27 sections
            "00 00 01 05 00 00 01 08 03 01 74 01 01 01 00 06 bf ff ff ff ff 07 01 01 00 7f", // 2^37-1 values
            "00 00 01 05 00 00 01 04 05 02 74 61 01 09 01 01 00 00 01 01 00 00", // a string of nine of one character
            "00 00 00 00 00 00 01 00 00 00 00 00 01 05 ff ff ff ff 07 01 01", // 2^31-1 deleted ranges
            "00 00 00 00 00 00 01 00 00 00 00 00 ff ff ff ff 07" // deletions of 2^31-1 clients
        }) {
            assertRefused(hex(bad), Reason.TRUNCATED);
        }
    }

    @Test
    void unreadValuesAreNotPassedOn() {
        byte[] good = doc.encodeStateAsUpdateV2();
        assertThat(Updates.diffV2(Arrays.copyOf(good, good.length + 1), new byte[] {0}))
                .isEqualTo(good);
        byte[] empty = hex("00 00 00 00 00 00 01 00 00 00 00 00 00");
        for (String unread : new String[] {
            "00 00 01 05 00 00 00 01 00 00 00 00 00 00", // a client
            "00 00 00 00 00 01 04 01 00 00 00 00 00 00", // an info
            "00 00 00 00 00 00 03 01 61 01 00 00 00 00 00", // text
            "00 00 00 00 00 00 02 00 00 00 00 00 00 00", // an empty string
            "00 00 00 00 00 00 01 00 00 00 02 41 00 00 00" // a run
        }) {
            assertThat(Updates.diffV2(hex(unread), new byte[] {0})).as(unread).isEqualTo(empty);
        }
    }

    @Test
    void everyStrictPrefixIsRefused() {
        doc.getText("t").delete(1, 2);
        doc.getText("t").format(0, 2, java.util.Map.of("bold", io.collab.crdt.lib0.Any.of(true)));
        doc.getMap("m").set("k", "v");
        byte[] good = doc.encodeStateAsUpdateV2();
        YDoc other = Documents.doc(2);
        for (int i = 0; i < good.length; i++) {
            byte[] prefix = Arrays.copyOf(good, i);
            assertThatThrownBy(() -> other.applyUpdateV2(prefix)).isInstanceOf(DecodeException.class);
        }
        assertThat(other.stateVector()).isEmpty();
    }

    @Test
    void unknownFlagsTagsAndNumbersAreRefused() {
        assertRefused(hex("01 00 00 00 00 00 01 00 00 00 00 00 00"), Reason.UNKNOWN_TAG);
        section(1);
        columns[CLIENTS].writeVarInt(5);
        columns[INFOS].writeUint8(StructInfo.LEFT_ORIGIN | 11); // an unknown content
        columns[LEFT_CLOCKS].writeVarInt(2);
        rest.writeVarUint(0);
        columns[CLIENTS].writeVarInt(7);
        assertRefused(update(), Reason.UNKNOWN_TAG);
    }

    @Test
    void aClockBelowZeroIsRefused() {
        section(1);
        columns[CLIENTS].writeVarInt(5);
        columns[CLIENTS].writeVarInt(7);
        columns[INFOS].writeUint8(StructInfo.LEFT_ORIGIN | StructCursor.DELETED);
        columns[LEFT_CLOCKS].writeVarInt(-2);
        columns[LENGTHS].writeVarInt(1);
        rest.writeVarUint(0);
        assertRefused(update(), Reason.NUMBER_TOO_LARGE);
    }

    @Test
    void structsThatReferToThemselvesAreRefused() {
        section(1);
        run(CLIENTS, 5, 2);
        columns[INFOS].writeUint8(StructInfo.LEFT_ORIGIN | StructCursor.DELETED);
        columns[LEFT_CLOCKS].writeVarInt(0);
        columns[LENGTHS].writeVarInt(1);
        rest.writeVarUint(0);
        assertRefused(update(), Reason.SELF_REFERENCE);
    }

    @Test
    void deeplyNestedValuesAreRefusedAsEmbedsToo() {
        section(1);
        columns[CLIENTS].writeVarInt(5);
        columns[INFOS].writeUint8(5);
        columns[PARENT_INFOS].writeUint8(1);
        columns[STRINGS].writeVarString("t");
        columns[STRINGS].writeVarInt(1);
        for (int i = 0; i < 50_000; i++) {
            rest.writeUint8(117);
            rest.writeVarUint(1);
        }
        rest.writeUint8(126);
        rest.writeVarUint(0);
        assertRefused(update(), Reason.TOO_DEEP);
    }

    @Test
    void aMillionStructsInAFewBytesAreLegal() {
        ColumnWriter out = new ColumnWriter();
        int count = 1_000_000;
        for (int i = 0; i < count; i++) {
            out.begin(5, i, i == 0 ? StructCursor.DELETED : StructInfo.RIGHT_ORIGIN | StructCursor.DELETED);
            if (i == 0) {
                out.parentRoot("t");
            } else {
                out.right(5, i - 1L);
            }
            out.length(1);
        }
        byte[] update = finish(out, deletions -> deletions.add(5, 0, count));
        assertThat(update).hasSizeLessThan(100);
        doc.applyUpdateV2(update);
        assertThat(doc.stateVector()).containsEntry(5L, (long) count);
        assertThat(doc.encodeStateAsUpdateV2()).hasSizeLessThan(200);
    }

    private static byte[] finish(ColumnWriter out, Consumer<DeleteSet> deletions) {
        DeleteSet set = new DeleteSet();
        deletions.accept(set);
        Encoder update = new Encoder();
        out.finish(update);
        set.writeV2(update);
        return update.toByteArray();
    }
}
