package io.collab.benchmarks.engine.driver;

import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.UpdateMeta;
import io.collab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands on updates and state vectors, with and without a document. */
final class UpdateCommands {

    private UpdateCommands() {}

    static void addTo(Map<String, Command> commands) {
        addDocument(commands);
        commands.put("merge", UpdateCommands::merge);
        commands.put("diff", UpdateCommands::diff);
        commands.put("svFromUpdate", UpdateCommands::stateVector);
        commands.put("meta", UpdateCommands::meta);
        commands.put("convert", UpdateCommands::convert);
    }

    private static void addDocument(Map<String, Command> commands) {
        commands.put(
                "sv",
                (session, arguments) ->
                        Results.base64(session.document(arguments).encodeStateVector()));
        commands.put("encode", (session, arguments) -> Results.base64(encode(session.document(arguments), arguments)));
        commands.put("apply", UpdateCommands::apply);
        commands.put(
                "updates", (session, arguments) -> session.handle(arguments).takeUpdates());
    }

    private static Any apply(Session session, Arguments arguments) {
        YDoc document = session.document(arguments);
        if (arguments.isVersion2("v")) {
            document.applyUpdateV2(arguments.bytes("u"), arguments.origin());
        } else {
            document.applyUpdate(arguments.bytes("u"), arguments.origin());
        }
        return Any.NULL;
    }

    private static byte[] encode(YDoc document, Arguments arguments) {
        if (arguments.isVersion2("v")) {
            return arguments.has("sv")
                    ? document.encodeStateAsUpdateV2(arguments.bytes("sv"))
                    : document.encodeStateAsUpdateV2();
        }
        return arguments.has("sv")
                ? document.encodeStateAsUpdate(arguments.bytes("sv"))
                : document.encodeStateAsUpdate();
    }

    private static Any merge(Session session, Arguments arguments) {
        List<byte[]> updates = new ArrayList<>();
        for (Any update : Arguments.list(arguments.json("us"))) {
            updates.add(Arguments.bytes(update));
        }
        return Results.base64(arguments.isVersion2("v") ? Updates.mergeV2(updates) : Updates.merge(updates));
    }

    private static Any diff(Session session, Arguments arguments) {
        byte[] update = arguments.bytes("u");
        byte[] stateVector = arguments.bytes("sv");
        return Results.base64(
                arguments.isVersion2("v") ? Updates.diffV2(update, stateVector) : Updates.diff(update, stateVector));
    }

    private static Any stateVector(Session session, Arguments arguments) {
        byte[] update = arguments.bytes("u");
        return Results.base64(
                arguments.isVersion2("v")
                        ? Updates.encodeStateVectorFromUpdateV2(update)
                        : Updates.encodeStateVectorFromUpdate(update));
    }

    private static Any meta(Session session, Arguments arguments) {
        byte[] update = arguments.bytes("u");
        UpdateMeta meta = arguments.isVersion2("v") ? Updates.metaV2(update) : Updates.meta(update);
        return Results.object("from", Results.clocks(meta.from()), "to", Results.clocks(meta.to()));
    }

    private static Any convert(Session session, Arguments arguments) {
        byte[] update = arguments.bytes("u");
        boolean from2 = arguments.isVersion2("from");
        if (from2 == arguments.isVersion2("to")) {
            validate(update, from2);
            return Results.base64(update);
        }
        return Results.base64(from2 ? Updates.convertV2ToV1(update) : Updates.convertV1ToV2(update));
    }

    private static void validate(byte[] update, boolean version2) {
        if (version2) {
            Updates.validateV2(update, DecodeLimits.TRUSTED);
        } else {
            Updates.validate(update, DecodeLimits.TRUSTED);
        }
    }
}
