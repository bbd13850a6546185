package io.collab.benchmarks.engine.driver;

import io.collab.crdt.YDoc;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.sync.Awareness;
import io.collab.crdt.sync.AwarenessLimits;
import io.collab.crdt.sync.SyncMessage;
import io.collab.crdt.update.DecodeLimits;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Commands on presence, messages of the sync protocol, and single values. */
final class ProtocolCommands {
    private static final AwarenessLimits UNLIMITED =
            new AwarenessLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, DecodeLimits.TRUSTED.maxDepth());

    private ProtocolCommands() {}

    static void addTo(Map<String, Command> commands) {
        addPresence(commands);
        commands.put(
                "sync.step1",
                (session, arguments) -> Results.base64(
                        new SyncMessage.Step1(session.document(arguments).encodeStateVector()).toByteArray()));
        commands.put("sync.handle", ProtocolCommands::handle);
        commands.put("any.encode", (session, arguments) -> {
            Encoder out = new Encoder();
            out.writeAny(Values.data(arguments.json("x")));
            return Results.base64(out.toByteArray());
        });
        commands.put(
                "any.decode",
                (session, arguments) ->
                        Results.data(new Decoder(arguments.bytes("u")).readAny(DecodeLimits.TRUSTED.maxDepth())));
    }

    private static void addPresence(Map<String, Command> commands) {
        commands.put("aw.new", (session, arguments) -> {
            long client = session.document(arguments).clientId();
            session.addTable(arguments.text("aw"), new Awareness(client, System::currentTimeMillis, UNLIMITED));
            return Any.NULL;
        });
        commands.put("aw.set", (session, arguments) -> {
            session.table(arguments).setLocalState(arguments.has("state") ? arguments.json("state") : null);
            return Any.NULL;
        });
        commands.put("aw.remove", (session, arguments) -> {
            session.table(arguments).remove(arguments.clients("clients"), arguments.origin());
            return Any.NULL;
        });
        commands.put("aw.encode", ProtocolCommands::encodePresence);
        commands.put("aw.apply", (session, arguments) -> {
            session.table(arguments).applyUpdate(arguments.bytes("u"), arguments.origin());
            return Any.NULL;
        });
        commands.put("aw.states", (session, arguments) -> {
            Map<String, Any> states = new LinkedHashMap<>();
            new TreeMap<>(session.table(arguments).states())
                    .forEach((client, state) -> states.put(Long.toString(client), state));
            return new Any.Obj(states);
        });
    }

    private static Any encodePresence(Session session, Arguments arguments) {
        Awareness table = session.table(arguments);
        Collection<Long> clients = arguments.has("clients")
                ? arguments.clients("clients")
                : table.states().keySet();
        for (long client : clients) {
            if (table.clock(client) < 0) {
                throw Arguments.bad("client " + client + " was never seen");
            }
        }
        return Results.base64(table.encodeUpdate(clients));
    }

    private static Any handle(Session session, Arguments arguments) {
        YDoc document = session.document(arguments);
        SyncMessage message = SyncMessage.read(new Decoder(arguments.bytes("m")));
        Any reply = Any.NULL;
        if (message instanceof SyncMessage.Step1) {
            byte[] lacking = document.encodeStateAsUpdate(message.payload());
            reply = Results.base64(new SyncMessage.Step2(lacking).toByteArray());
        } else {
            document.applyUpdate(message.payload(), arguments.origin());
        }
        return Results.object("type", Results.number(message.type()), "reply", reply);
    }
}
