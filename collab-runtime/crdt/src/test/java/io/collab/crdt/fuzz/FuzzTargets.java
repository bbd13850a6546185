package io.collab.crdt.fuzz;

import io.collab.crdt.RelativePosition;
import io.collab.crdt.Snapshot;
import io.collab.crdt.YArray;
import io.collab.crdt.YDoc;
import io.collab.crdt.YDocOptions;
import io.collab.crdt.YText;
import io.collab.crdt.YValue;
import io.collab.crdt.YXmlElement;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.sync.Awareness;
import io.collab.crdt.sync.AwarenessLimits;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.Updates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The functions that untrusted bytes can reach, one nested class each, in the form that Jazzer calls. Each rejects its
 * input with a {@link DecodeException} or meets its contract; any other exception is a defect. {@code ./mvnw -Pfuzz}
 * runs Jazzer; {@link FuzzTargetsTest} runs the seeds.
 */
public final class FuzzTargets {

    private static final int MAX_DEPTH = 64;
    private static final byte[] CONTENT = content();

    private FuzzTargets() {}

    /** An update for a document with content: it is rejected and changes nothing, or the document stays consistent. */
    public static final class Decode {
        private Decode() {}

        /** @param input the update, format 1 */
        public static void fuzzerTestOneInput(byte[] input) {
            apply(input, YDoc::applyUpdate);
        }
    }

    /** An update of format 2 for a document with content. */
    public static final class DecodeV2 {
        private DecodeV2() {}

        /** @param input the update, format 2 */
        public static void fuzzerTestOneInput(byte[] input) {
            apply(input, YDoc::applyUpdateV2);
        }
    }

    /** Two updates are merged into a well-formed one. */
    public static final class Merge {
        private Merge() {}

        /** @param input the length of the first update in one byte, the first, the second */
        public static void fuzzerTestOneInput(byte[] input) {
            List<byte[]> updates = split(input);
            try {
                Updates.validate(Updates.merge(updates), DecodeLimits.TRUSTED);
            } catch (DecodeException refused) {
                require(
                        updates.stream().anyMatch(FuzzTargets::isMalformed),
                        "well-formed updates gave a malformed one");
            }
        }
    }

    /** A part of a well-formed update is well-formed; a malformed one is rejected, or the part is malformed too. */
    public static final class Diff {
        private Diff() {}

        /** @param input the length of the state vector in one byte, the state vector, the update */
        public static void fuzzerTestOneInput(byte[] input) {
            List<byte[]> parts = split(input);
            byte[] stateVector = parts.get(0);
            byte[] update = parts.get(1);
            try {
                byte[] diff = Updates.diff(update, stateVector);
                require(!isMalformed(diff) || isMalformed(update), "a malformed part of a well-formed update");
                Updates.diff(diff, Updates.encodeStateVectorFromUpdate(diff));
                Updates.meta(diff);
            } catch (DecodeException refused) {
                require(isMalformed(update) || isNoStateVector(stateVector), "a well-formed update was refused");
            }
        }
    }

    /** An update of format 2 is converted to format 1 and back. */
    public static final class Convert {
        private Convert() {}

        /** @param input the update, format 2 */
        public static void fuzzerTestOneInput(byte[] input) {
            byte[] converted;
            try {
                converted = Updates.convertV2ToV1(input);
            } catch (DecodeException refused) {
                return;
            }
            Updates.validate(converted, DecodeLimits.TRUSTED);
            Updates.validateV2(Updates.convertV1ToV2(converted), DecodeLimits.TRUSTED);
        }
    }

    /** Presence: accepted entries can be encoded for others, which then have the same states. */
    public static final class Presence {
        private Presence() {}

        /** @param input an awareness update */
        public static void fuzzerTestOneInput(byte[] input) {
            Awareness here = new Awareness(() -> 0, AwarenessLimits.DEFAULT);
            try {
                here.applyUpdate(input, null);
            } catch (DecodeException refused) {
                require(here.size() == 0, "refused and changed");
                return;
            }
            Awareness there = new Awareness(() -> 0, AwarenessLimits.DEFAULT);
            there.applyUpdate(here.encodeUpdate(here.states().keySet()), null);
            require(asJson(there).equals(asJson(here)), "others see something else");
        }
    }

    /** A decoded value of lib0 is encoded and decoded as the same value. */
    public static final class Value {
        private Value() {}

        /** @param input an encoded value */
        public static void fuzzerTestOneInput(byte[] input) {
            Any value;
            try {
                value = new Decoder(input).readAny(MAX_DEPTH);
            } catch (DecodeException refused) {
                return;
            }
            Encoder out = new Encoder();
            out.writeAny(value);
            require(value.equals(new Decoder(out.toByteArray()).readAny(MAX_DEPTH)), "another value");
        }
    }

    /** Parsed JSON is written and parsed as the same value. */
    public static final class JsonText {
        private JsonText() {}

        /** @param input JSON */
        public static void fuzzerTestOneInput(byte[] input) {
            Any value;
            try {
                value = Json.parse(new String(input, StandardCharsets.UTF_8), MAX_DEPTH);
            } catch (DecodeException refused) {
                return;
            }
            String text = Json.stringify(value);
            require(text.equals(Json.stringify(Json.parse(text, MAX_DEPTH))), "another text");
        }
    }

    /** A snapshot or a relative position of another document. */
    public static final class Reference {
        private Reference() {}

        /** @param input an encoded snapshot, or an encoded relative position */
        public static void fuzzerTestOneInput(byte[] input) {
            YDoc document = load(CONTENT);
            try {
                Snapshot snapshot = Snapshot.decode(input);
                require(snapshot.equals(Snapshot.decode(snapshot.encode())), "another snapshot");
                document.getText("text").toDelta(snapshot, null);
            } catch (DecodeException refused) {
                // not a snapshot
            }
            try {
                RelativePosition position = RelativePosition.decode(input);
                require(position.equals(RelativePosition.decode(position.encode())), "another position");
                position.resolve(document);
            } catch (DecodeException refused) {
                // not a position
            }
            document.checkInvariants();
        }
    }

    /** JSON does not distinguish {@code -0} and 0. */
    private static String asJson(Awareness table) {
        StringBuilder text = new StringBuilder();
        table.states().forEach((client, state) -> text.append(client).append(Json.stringify(state)));
        return text.toString();
    }

    private static void apply(byte[] input, BiConsumer<YDoc, byte[]> apply) {
        YDoc document = load(CONTENT);
        byte[] before = document.encodeStateAsUpdate();
        try {
            apply.accept(document, input);
        } catch (DecodeException refused) {
            require(Arrays.equals(before, document.encodeStateAsUpdate()), "refused and changed");
            document.checkInvariants();
            return;
        }
        document.checkInvariants();
        YDoc copy = load(document.encodeStateAsUpdate());
        copy.checkInvariants();
        require(copy.stateVector().equals(document.stateVector()), "a copy has something else");
        YDoc copyV2 = new YDoc(YDocOptions.replica());
        copyV2.applyUpdateV2(document.encodeStateAsUpdateV2());
        copyV2.checkInvariants();
        require(copyV2.stateVector().equals(document.stateVector()), "a copy by format 2 has something else");
    }

    private static YDoc load(byte[] state) {
        YDoc document = new YDoc(YDocOptions.replica());
        document.applyUpdate(state);
        return document;
    }

    private static List<byte[]> split(byte[] input) {
        int at = input.length == 0 ? 0 : Math.min(1 + (input[0] & 0xff), input.length);
        return List.of(
                Arrays.copyOfRange(input, Math.min(1, input.length), at), Arrays.copyOfRange(input, at, input.length));
    }

    private static boolean isMalformed(byte[] update) {
        try {
            Updates.validate(update, DecodeLimits.TRUSTED);
            return false;
        } catch (DecodeException malformed) {
            return true;
        }
    }

    private static boolean isNoStateVector(byte[] bytes) {
        try {
            StateVectors.decode(bytes);
            return false;
        } catch (DecodeException malformed) {
            return true;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Returns a document with all kinds of content, some of it deleted. */
    private static byte[] content() {
        YDoc document = new YDoc(YDocOptions.of(() -> 1));
        YText text = document.getText("text");
        text.insert(0, "Hello, world");
        text.format(0, 5, Map.of("bold", Any.of(true)));
        text.insertEmbed(5, YValue.of(Map.of("image", "a.png")));
        text.delete(7, 3);
        document.getMap("map").set("key", 1);
        document.getMap("map").set("key", "two");
        YArray array = document.getArray("array");
        array.push(List.of(1, 2, 3));
        array.delete(1, 1);
        array.push(List.of(new YText("inner")));
        YXmlElement paragraph = new YXmlElement("p");
        paragraph.setAttribute("class", "c");
        document.getXmlFragment("xml").push(List.of(paragraph));
        return document.encodeStateAsUpdate();
    }
}
