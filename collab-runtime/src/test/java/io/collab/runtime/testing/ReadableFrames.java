package io.collab.runtime.testing;

import io.collab.crdt.lib0.Decoder;
import io.collab.spi.transport.Frame;
import io.collab.spi.transport.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames of the server as readable lines, for example {@code edit apple}, {@code saved 1}, {@code step2 apple pear}. */
final class ReadableFrames {
    private ReadableFrames() {}

    static String line(Wire wire, Frame frame) {
        byte[] bytes = ((Frame.Binary) frame).bytes();
        if (bytes.length == 1) {
            return "ping";
        }
        Decoder in = new Decoder(bytes);
        if (wire == Wire.HOCUSPOCUS) {
            in.readVarString();
        }
        int type = (int) in.readVarUint();
        return switch (type) {
            case 0 ->
                List.of("step1 ", "step2 ", "edit ").get((int) in.readVarUint())
                        + new String(in.readVarBytes(), StandardCharsets.UTF_8);
            case 1 -> "presence " + presence(new Decoder(in.readVarBytes()));
            case 2 -> in.readVarUint() == 2 ? "in " + in.readVarString() : "denied " + in.readVarString();
            case 5 -> "stateless " + in.readVarString();
            case 7 -> "closed " + in.readVarString();
            case 8 -> "saved " + in.readVarUint();
            default -> "type " + type;
        };
    }

    private static String presence(Decoder in) {
        List<String> entries = new ArrayList<>();
        for (long left = in.readVarUint(); left > 0; left--) {
            entries.add(in.readVarUint() + "@" + in.readVarUint() + "=" + in.readVarString());
        }
        return String.join(" ", entries);
    }
}
