package io.collab.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructInfo;
import io.collab.crdt.update.Updates;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Known attacks on Yjs servers, a few bytes each. A rejected update changes nothing. */
class HostileUpdateTest {

    private final YDoc doc = Documents.doc(1);

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] bytes(Consumer<Encoder> writer) {
        Encoder out = new Encoder();
        writer.accept(out);
        return out.toByteArray();
    }

    private void assertRefused(byte[] update, Reason reason) {
        byte[] before = doc.encodeStateAsUpdate();
        Consumer<Throwable> expected =
                e -> assertThat(((DecodeException) e).reason()).isEqualTo(reason);
        assertThatThrownBy(() -> new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(update))
                .isInstanceOf(DecodeException.class)
                .satisfies(expected::accept);
        if (reason != Reason.TOO_MUCH_WORK && reason != Reason.TOO_MUCH_PENDING) {
            assertThatThrownBy(() -> doc.applyUpdate(update)).isInstanceOf(DecodeException.class);
        }
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
        doc.checkInvariants();
    }

    /** One section with one item "x" in the root t, of a client and clock. */
    private static byte[] item(long client, long clock, String text) {
        return bytes(out -> {
            out.writeVarUint(1);
            out.writeVarUint(1);
            out.writeVarUint(client);
            out.writeVarUint(clock);
            out.writeUint8(4);
            out.writeVarUint(1);
            out.writeVarString("t");
            out.writeVarString(text);
            out.writeVarUint(0);
        });
    }

    @Test
    void s1_structsAtKnownClocksAreNeverAcceptedFromAnotherClient() {
        doc.getText("t").insert(0, "hello world");
        byte[] before = doc.encodeStateAsUpdate();
        byte[] hijack = item(1, 5, "XXXXXX");
        assertThatThrownBy(() -> new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(hijack))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICTING_CONTENT));
        doc.applyUpdate(hijack);
        assertThat(doc.encodeStateAsUpdate()).isEqualTo(before);
    }

    @Test
    void s2_aClockCannotBeBurnt() {
        doc.getText("t").insert(0, "hello");
        assertRefused(
                bytes(out -> {
                    out.writeVarUint(1);
                    out.writeVarUint(1);
                    out.writeVarUint(1);
                    out.writeVarUint(5);
                    out.writeUint8(0);
                    out.writeVarUint(1L << 50);
                    out.writeVarUint(0);
                }),
                Reason.NUMBER_TOO_LARGE);
    }

    @Test
    void anOriginAboveTheMaximumClockIsNotAdmitted() {
        doc.getText("t").insert(0, "hello");
        assertRefused(
                bytes(out -> {
                    out.writeVarUint(1);
                    out.writeVarUint(1);
                    out.writeVarUint(7);
                    out.writeVarUint(0);
                    out.writeUint8(StructInfo.LEFT_ORIGIN | StructCursor.STRING);
                    out.writeVarUint(1);
                    out.writeVarUint(1L << 33);
                    out.writeVarString("x");
                    out.writeVarUint(0);
                }),
                Reason.NUMBER_TOO_LARGE);
    }

    @Test
    void s3_deletionsBeyondWhatAClockCanBeAreRefused() {
        doc.getText("t").insert(0, "hello");
        assertRefused(
                bytes(out -> {
                    out.writeVarUint(0);
                    out.writeVarUint(1);
                    out.writeVarUint(1);
                    out.writeVarUint(1);
                    out.writeVarUint(0);
                    out.writeVarUint(1L << 40);
                }),
                Reason.NUMBER_TOO_LARGE);
    }

    @Test
    void typingAboveTheMaximumClockIsRefused() {
        YDoc quiet = new YDoc(YDocOptions.replica());
        quiet.applyUpdate(hex("01 02 07 00 00 d0ffffff07 04 01 01 74 05 68656c6c6f 00"));
        byte[] before = quiet.encodeStateAsUpdate();
        byte[] typed = bytes(out -> {
            out.writeVarUints(1, 1);
            out.writeVarUints(7, 2_147_483_605);
            out.writeUint8(StructInfo.LEFT_ORIGIN | StructCursor.STRING);
            out.writeVarUints(7, 2_147_483_604);
            out.writeVarString("a".repeat(43));
            out.writeVarUint(0);
        });
        assertThatThrownBy(() -> quiet.applyUpdate(typed)).isInstanceOf(DecodeException.class);
        assertThat(quiet.encodeStateAsUpdate()).isEqualTo(before);
        quiet.setClientId(7);
        YText text = quiet.getText("t");
        assertThatThrownBy(() -> text.insert(5, "a".repeat(43))).isInstanceOf(IllegalStateException.class);
        assertThat(quiet.encodeStateAsUpdate()).isEqualTo(before);
        quiet.checkInvariants();
    }

    @Test
    void aGapOfManyDeletedItemsIsCleanedOnce() {
        int items = 100_000;
        YDoc writer = Documents.doc(2);
        writer.transact(() -> {
            for (int i = 0; i < items; i++) {
                writer.getText("t").insertEmbed(0, YValue.of(1));
            }
            writer.getText("t").insert(0, "b", Map.of("bold", Any.of(true)));
        });
        doc.getText("t");
        doc.applyUpdate(writer.encodeStateAsUpdate());
        byte[] known = writer.encodeStateVector();
        writer.getText("t").delete(1, items);
        doc.applyUpdate(writer.encodeStateAsUpdate(known));
        assertThat(doc.getText("t").length()).isEqualTo(1);
        doc.checkInvariants();
    }

    @Test
    void s5_manyClientsWithFarClocksAreBounded() {
        byte[] bomb = farClocks(9_000);
        doc.applyUpdate(new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(bomb));
        assertThat(new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(bomb)).isNull();
        assertRefused(bytesOfClients(20_000, 2_000), Reason.TOO_MUCH_PENDING);
        assertRefused(farClocks(20_000), Reason.TOO_MUCH_WORK);
    }

    /** A comparison of every client with every other one would run for many minutes. */
    @Test
    void s5_manyClientsWithFarClocksAreCheap() {
        byte[] bomb = farClocks(300_000);
        DecodeLimits unlimited = DecodeLimits.TRUSTED;
        doc.applyUpdate(new UpdateAdmission(doc, unlimited).admit(bomb));
        assertThat(doc.missing()).hasSize(300_000);
        assertThat(new UpdateAdmission(doc, unlimited).admit(bomb)).isNull();
    }

    private static byte[] farClocks(int clients) {
        return bytesOfClients(1, clients);
    }

    private static byte[] bytesOfClients(int firstClient, int clients) {
        return bytes(out -> {
            out.writeVarUint(clients);
            for (int i = 0; i < clients; i++) {
                out.writeVarUint(1);
                out.writeVarUint(firstClient + clients - i);
                out.writeVarUint(1000);
                out.writeUint8(4);
                out.writeVarUint(1);
                out.writeVarString("t");
                out.writeVarString("x");
            }
            out.writeVarUint(0);
        });
    }

    @Test
    void s6_aMillionDeletedRangesOfAnAbsentClientAreRefused() {
        assertRefused(
                bytes(out -> {
                    out.writeVarUint(0);
                    out.writeVarUint(1);
                    out.writeVarUint(77);
                    out.writeVarUint(1_000_000);
                    for (int i = 0; i < 1_000_000; i++) {
                        out.writeVarUint(2L * i);
                        out.writeVarUint(1);
                    }
                }),
                Reason.TOO_MUCH_WORK);
    }

    @Test
    void s7_deeplyNestedTypesAreReadAndDeletedWithoutRecursion() {
        int depth = 20_000;
        doc.applyUpdate(bytes(out -> {
            out.writeVarUint(1);
            out.writeVarUint(depth);
            out.writeVarUint(5);
            out.writeVarUint(0);
            for (int i = 0; i < depth; i++) {
                out.writeUint8(StructInfo.KEY | StructCursor.TYPE);
                if (i == 0) {
                    out.writeVarUint(1);
                    out.writeVarString("m");
                } else {
                    out.writeVarUint(0);
                    out.writeVarUint(5);
                    out.writeVarUint(i - 1L);
                }
                out.writeVarString("k");
                out.writeVarUint(1);
            }
            out.writeVarUint(0);
        }));
        Any json = doc.getMap("m").toJson();
        for (int i = 0; i < depth; i++) {
            json = ((Any.Obj) json).entries().get("k");
        }
        assertThat(json).isEqualTo(new Any.Obj(java.util.Map.of()));
        doc.getMap("m").delete("k");
        doc.checkInvariants();
        assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(100);
    }

    @Test
    void s8_deeplyNestedValuesAreRefused() {
        assertRefused(
                bytes(out -> {
                    out.writeVarUint(1);
                    out.writeVarUint(1);
                    out.writeVarUint(5);
                    out.writeVarUint(0);
                    out.writeUint8(8);
                    out.writeVarUint(1);
                    out.writeVarString("a");
                    out.writeVarUint(1);
                    for (int i = 0; i < 50_000; i++) {
                        out.writeUint8(117);
                        out.writeVarUint(1);
                    }
                    out.writeUint8(126);
                    out.writeVarUint(0);
                }),
                Reason.TOO_DEEP);
    }

    @Test
    void s9_declaredCountsAndLengthsAreNotBelieved() {
        for (String bad : List.of(
                "80 80 80 40", // 2^27 sections
                "01 80 80 80 80 80 20 01 00", // 2^40 structs
                "01 01 05 00 04 01 01 74 ff ff ff ff 07 61", // text of 2^31-1 bytes
                "01 01 05 00 08 01 01 61 ff ff ff ff 07 7f", // 2^31-1 values
                "01 01 05 00 02 01 01 61 ff ff ff ff 07 01 31", // 2^31-1 JSON values
                "00 01 05 ff ff ff ff 07 01 01", // 2^31-1 deleted ranges
                "00 ff ff ff ff 07")) { // deletions of 2^31-1 clients
            assertRefused(hex(bad), Reason.TRUNCATED);
        }
    }

    @Test
    void s10_superfluousBytesInNumbersAreNotPassedOn() {
        byte[] padded = hex("81 00 01 05 00 04 01 01 74 01 61 80 80 00");
        byte[] canonical = hex("01 01 05 00 04 01 01 74 01 61 00");
        assertThat(new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(padded)).isEqualTo(canonical);
    }

    @Test
    void s11_xmlAsTextIsNotEscapedAndSaysSo() {
        YXmlElement element = new YXmlElement("p");
        element.setAttribute("title", "\"><script>");
        doc.getXmlFragment("x").push(List.of(element));
        assertThat(doc.getXmlFragment("x").toString()).isEqualTo("<p title=\"\"><script>\"></p>");
    }

    @Test
    void structsThatReferToThemselvesOrLaterOnesAreRefused() {
        assertRefused(hex("01 01 05 00 84 05 00 01 61 00"), Reason.SELF_REFERENCE);
        assertRefused(hex("01 01 05 00 44 05 07 01 61 00"), Reason.SELF_REFERENCE);
        assertRefused(hex("01 01 05 00 04 00 05 00 01 61 00"), Reason.SELF_REFERENCE);
    }

    @Test
    void unknownTagsAndEmptyStructsAreRefused() {
        assertRefused(hex("01 01 05 00 0b 01 01 74 01 61 00"), Reason.UNKNOWN_TAG);
        assertRefused(hex("01 01 05 00 07 01 01 74 07 00"), Reason.UNKNOWN_TAG);
        assertRefused(hex("01 01 05 00 04 02 01 74 01 61 00"), Reason.UNKNOWN_TAG);
        assertRefused(hex("01 01 05 00 04 01 01 74 00 00"), Reason.ZERO_LENGTH);
        assertRefused(hex("01 01 05 00 00 00 00"), Reason.ZERO_LENGTH);
        assertRefused(hex("00 01 05 01 00 00"), Reason.ZERO_LENGTH);
        assertRefused(hex("02 01 05 00 00 01 01 05 01 00 01 00"), Reason.DUPLICATE_CLIENT);
        assertRefused(hex("01 01 05 00 05 01 01 74 01 7b 00"), Reason.BAD_JSON);
        assertRefused(hex("01 01 05 00 04 01 01 74 02 c3 28 00"), Reason.BAD_UTF8);
    }

    @Test
    void anItemWhoseParentIsNoTypeBecomesGarbage() {
        doc.getText("t").insert(0, "hello");
        doc.applyUpdate(hex("01 01 05 00 04 00 01 02 01 61 00"));
        doc.checkInvariants();
        assertThat(doc.getText("t").toString()).isEqualTo("hello");
        assertThat(doc.stateVector()).containsEntry(5L, 1L);
    }

    @Test
    void anItemCanPrecedeItsOrigin() {
        doc.applyUpdate(hex("01 01 07 00 04 01 01 74 02 6162 00"));
        doc.applyUpdate(hex("01 01 07 02 c4 07 01 07 01 01 63 00"));
        assertThat(doc.getText("t").toString()).isEqualTo("acb");
        assertThat(doc.encodeStateAsUpdate())
                .as("what npm yjs 13.6.33 writes")
                .isEqualTo(hex("01 03 07 00 04 01 01 74 01 61 84 07 00 01 62 c4 07 01 07 01 01 63 00"));
        doc.checkInvariants();
    }

    @Test
    void theEndOfAKnownItemStaysWhereTheItemIs() {
        doc.getMap("m").set("k", "v");
        doc.applyUpdate(item(1, 0, "xy"));
        doc.checkInvariants();
        assertThat(doc.getText("t").length()).isZero();
    }

    @Test
    void admittedUpdatesAreCanonical() {
        byte[] spaced = bytes(out -> {
            out.writeBytes(hex("01 01 05 00 05 01 01 74"));
            out.writeVarString(" { \"b\" : 1.0 , \"10\":2 } ");
            out.writeVarUint(0);
        });
        byte[] canonical = new UpdateAdmission(doc, DecodeLimits.DEFAULT).admit(spaced);
        assertThat(new String(canonical, java.nio.charset.StandardCharsets.UTF_8))
                .contains("{\"10\":2,\"b\":1}");
        Updates.validate(canonical, DecodeLimits.DEFAULT);
    }
}
