package io.collab.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.Access;
import io.collab.api.CloseCode;
import io.collab.api.ProtocolException;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of both wires. The frames were recorded between npm y-websocket 3.1.0 and @y/websocket-server 0.1.1, and
 * between npm @hocuspocus/provider 4.8.0 and @hocuspocus/server 4.7.0, document {@code dhp4ok}, token {@code ok}.
 */
class WireTest {
    private static final String ADDRESS = "06646870346f6b";

    private final YWebSocketWire y = new YWebSocketWire();
    private final HocuspocusWire hocuspocus = new HocuspocusWire();

    @Test
    void yWebsocketReadsTheFramesOfTheStockClient() {
        assertThat(y.decode(frame("00000100"))).isEqualTo(new ClientMessage.SyncStep1("", version("00")));
        assertThat(y.decode(frame("0000 03 010102"))).isEqualTo(new ClientMessage.SyncStep1("", version("010102")));
        assertThat(y.decode(frame("0001 02 0000"))).isEqualTo(new ClientMessage.SyncStep2("", update("0000")));
        assertThat(y.decode(frame("0002 0c 010101000401017402686900")))
                .isEqualTo(new ClientMessage.Edit("", update("010101000401017402686900")));
        assertThat(y.decode(frame("03"))).isEqualTo(new ClientMessage.PresenceQuery(""));
        assertThat(((ClientMessage.Presence) y.decode(frame("01 08 010102046e756c6c"))).bytes())
                .isEqualTo(bytes("010102046e756c6c"));
    }

    @Test
    void yWebsocketWritesFramesThatTheStockClientReads() {
        assertFrame(y.encode("", new ServerMessage.SyncStep1(version("00"))), "00000100");
        assertFrame(y.encode("", new ServerMessage.SyncStep2(update("0000"))), "0001020000");
        assertFrame(
                y.encode("", new ServerMessage.Edit(update("010101000401017402686900"))),
                "00020c010101000401017402686900");
        assertFrame(y.encode("", new ServerMessage.Denied("no")), "0200026e6f");
        assertFrame(y.encode("", new ServerMessage.KeepAlive()), "0002020000");
        assertFrame(y.encode("", new ServerMessage.Presence(bytes("010102046e756c6c"))), "0108010102046e756c6c");
        assertThat(y.encode("", new ServerMessage.Saved(true))).isNull();
        assertThat(y.encode("", new ServerMessage.Authenticated(Access.WRITE))).isNull();
    }

    @Test
    void hocuspocusReadsTheFramesOfTheStockProvider() {
        assertThat(hocuspocus.decode(frame(ADDRESS + "0200026f6b05342e382e30")))
                .isEqualTo(new ClientMessage.Authenticate("dhp4ok", "ok", "4.8.0"));
        assertThat(new HocuspocusWire().decode(frame(ADDRESS + "0200026f6b")))
                .isEqualTo(new ClientMessage.Authenticate("dhp4ok", "ok", null));
        assertThat(hocuspocus.decode(frame(ADDRESS + "00000100")))
                .isEqualTo(new ClientMessage.SyncStep1("dhp4ok", version("00")));
        assertThat(hocuspocus.decode(frame(ADDRESS + "0001020000")))
                .isEqualTo(new ClientMessage.SyncStep2("dhp4ok", update("0000")));
        assertThat(hocuspocus.decode(frame(ADDRESS + "050470696e67")))
                .isEqualTo(new ClientMessage.Stateless("dhp4ok", "ping"));
        assertThat(hocuspocus.decode(frame(ADDRESS + "07"))).isEqualTo(new ClientMessage.Leave("dhp4ok"));
        assertThat(hocuspocus.decode(frame("0a"))).isEqualTo(new ClientMessage.Pong());
    }

    @Test
    void hocuspocusWritesFramesThatTheStockProviderReads() {
        String name = "dhp4ok";
        assertFrame(
                hocuspocus.encode(name, new ServerMessage.Authenticated(Access.WRITE)),
                ADDRESS + "02020a726561642d7772697465");
        assertFrame(
                hocuspocus.encode(name, new ServerMessage.Authenticated(Access.READ)),
                ADDRESS + "0202" + "08" + "726561646f6e6c79");
        assertFrame(hocuspocus.encode(name, new ServerMessage.SyncStep1(version("00"))), ADDRESS + "00000100");
        assertFrame(hocuspocus.encode(name, new ServerMessage.SyncStep2(update("0000"))), ADDRESS + "0001020000");
        assertFrame(hocuspocus.encode(name, new ServerMessage.Saved(true)), ADDRESS + "0801");
        assertFrame(hocuspocus.encode(name, new ServerMessage.Saved(false)), ADDRESS + "0800");
        assertFrame(
                hocuspocus.encode(name, new ServerMessage.Left()),
                ADDRESS + "071270726f76696465725f696e69746961746564");
        assertFrame(hocuspocus.encode(name, new ServerMessage.Denied("no")), ADDRESS + "0201026e6f");
        assertFrame(
                hocuspocus.encode(name, new ServerMessage.SavingStalled(true)),
                ADDRESS + "0528" + hex("{\"type\":\"collab.save\",\"state\":\"stalled\"}"));
        assertFrame(
                hocuspocus.encode(name, new ServerMessage.Closed(CloseCode.DOCUMENT_REPLACED, "gone")),
                ADDRESS + "0709" + hex("4409 gone"));
    }

    @Test
    void onlyAProviderThatHasSentItsVersionIsPinged() {
        assertFrame(hocuspocus.encode("dhp4ok", new ServerMessage.KeepAlive()), ADDRESS + "010100");
        hocuspocus.decode(frame(ADDRESS + "0200026f6b05342e382e30"));
        assertFrame(hocuspocus.encode("dhp4ok", new ServerMessage.KeepAlive()), "09");
    }

    @Test
    void aSessionSuffixBelongsToTheAddressAndNotToTheName() {
        assertThat(hocuspocus.documentName("fruit\0abc")).isEqualTo("fruit");
        assertThat(hocuspocus.documentName("fruit")).isEqualTo("fruit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0003", "000205", "00020500", "0105", "ffffffffffffffffffff01"})
    void yWebsocketRefusesFramesThatAreNotMessages(String hex) {
        assertRefused(y, hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "09", "ff0a"})
    void hocuspocusRefusesAFrameWithoutAReadableAddress(String hex) {
        assertRefused(hocuspocus, hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ADDRESS,
                ADDRESS + "0003",
                ADDRESS + "04000100",
                ADDRESS + "060470696e67",
                ADDRESS + "0201",
                ADDRESS + "0200"
            })
    void aFrameWithAReadableAddressConcernsItsDocumentOnly(String hex) {
        assertThat(hocuspocus.decode(frame(hex)))
                .isInstanceOfSatisfying(
                        ClientMessage.Unreadable.class,
                        unreadable -> assertThat(unreadable.address()).isEqualTo("dhp4ok"));
    }

    @Test
    void typesAndFieldsOfNewerClientsAreIgnored() {
        assertThat(y.decode(frame("04"))).isEqualTo(new ClientMessage.Unknown(""));
        assertThat(y.decode(frame("0000010000"))).isEqualTo(new ClientMessage.SyncStep1("", version("00")));
        assertThat(hocuspocus.decode(frame(ADDRESS + "0801"))).isEqualTo(new ClientMessage.Unknown("dhp4ok"));
        assertThat(hocuspocus.decode(frame(ADDRESS + "0700"))).isEqualTo(new ClientMessage.Leave("dhp4ok"));
        assertThat(hocuspocus.decode(frame(ADDRESS + "0200026f6b05342e382e300101")))
                .isEqualTo(new ClientMessage.Authenticate("dhp4ok", "ok", "4.8.0"));
    }

    @Test
    void textFramesAreRefused() {
        assertThatThrownBy(() -> y.decode(new Frame.Text("{}"))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> hocuspocus.decode(new Frame.Text("{}"))).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"a%20b/%C3%BC,a b/ü", "a%2Fb,a/b", "a%252Fb,a%2Fb", "..%2Fx,../x", "%F0%9F%98%80,😀", "ü,ü", "a+b,a+b"})
    void aPathIsDecodedOnce(String raw, String name) {
        assertThat(DocumentPath.decode(raw)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "%ff", "%C3", "%ED%A0%80"})
    void aPathThatIsNotWellFormedIsRefused(String raw) {
        assertThatThrownBy(() -> DocumentPath.decode(raw))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-document-id"));
    }

    private static void assertRefused(WireProtocol wire, String hex) {
        assertThatThrownBy(() -> wire.decode(frame(hex)))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-frame"));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertFrame(Frame frame, String hex) {
        assertThat(HexFormat.of().formatHex(((Frame.Binary) frame).bytes())).isEqualTo(hex);
    }

    private static Frame frame(String hex) {
        return new Frame.Binary(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Version version(String hex) {
        return Version.of(bytes(hex));
    }

    private static Update update(String hex) {
        return Update.of(bytes(hex));
    }
}
