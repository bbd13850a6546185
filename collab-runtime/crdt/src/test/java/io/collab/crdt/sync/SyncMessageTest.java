package io.collab.crdt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SyncMessageTest {

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void messagesHaveTheBytesOfYProtocols() {
        assertThat(new SyncMessage.Step1(hex("00")).toByteArray()).isEqualTo(hex("00 01 00"));
        assertThat(new SyncMessage.Step2(hex("00 00")).toByteArray()).isEqualTo(hex("01 02 00 00"));
        assertThat(new SyncMessage.Update(hex("00 01 01 01 00 01")).toByteArray())
                .isEqualTo(hex("02 06 00 01 01 01 00 01"));
    }

    @Test
    void messagesAreReadBack() {
        assertThat(SyncMessage.read(new Decoder(hex("00 03 01 01 02"))))
                .isEqualTo(new SyncMessage.Step1(hex("01 01 02")));
        assertThat(SyncMessage.read(new Decoder(hex("01 01 00")))).isEqualTo(new SyncMessage.Step2(hex("00")));
        assertThat(SyncMessage.read(new Decoder(hex("02 01 00")))).isEqualTo(new SyncMessage.Update(hex("00")));
    }

    @Test
    void unknownTypesAndTruncatedPayloadsAreRefused() {
        for (String bad : new String[] {"03 00", "", "00", "01 05 00", "02 ff ff ff ff 07"}) {
            assertThatThrownBy(() -> SyncMessage.read(new Decoder(hex(bad)))).isInstanceOf(DecodeException.class);
        }
    }
}
