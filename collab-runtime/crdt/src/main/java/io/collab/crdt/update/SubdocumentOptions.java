package io.collab.crdt.update;

import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options of a subdocument that are part of the outer document. */
public final class SubdocumentOptions {

    /** The name of the option for garbage collection; present only if it is off. */
    public static final String GC = "gc";

    /** The name of the option for loading in every replica; present only if it is on. */
    public static final String AUTO_LOAD = "autoLoad";

    /** The name of the option that holds any value of the application. */
    public static final String META = "meta";

    private SubdocumentOptions() {}

    /**
     * Returns options as Yjs writes them: {@code gc} only if false, {@code autoLoad} only if true, {@code meta} only if
     * it has a value.
     *
     * @param options the options as they were decoded or passed
     * @throws DecodeException if the value is null or undefined
     */
    public static Any.Obj canonical(Any options) {
        if (options instanceof Any.Null || options instanceof Any.Undefined) {
            throw new DecodeException(Reason.UNKNOWN_TAG, "subdocument without options");
        }
        Map<String, Any> result = new LinkedHashMap<>();
        if (options instanceof Any.Obj object) {
            Any gc = object.entries().get(GC);
            if (gc != null && !(gc instanceof Any.Undefined) && !isTruthy(gc)) {
                result.put(GC, new Any.Bool(false));
            }
            Any autoLoad = object.entries().get(AUTO_LOAD);
            if (autoLoad != null && isTruthy(autoLoad)) {
                result.put(AUTO_LOAD, new Any.Bool(true));
            }
            Any meta = object.entries().get(META);
            if (meta != null && !(meta instanceof Any.Null) && !(meta instanceof Any.Undefined)) {
                result.put(META, meta);
            }
        }
        return new Any.Obj(result);
    }

    /** Returns whether JavaScript converts a value to true. */
    private static boolean isTruthy(Any value) {
        if (value instanceof Any.Bool bool) {
            return bool.value();
        } else if (value instanceof Any.Num number) {
            return number.value() != 0 && !Double.isNaN(number.value());
        } else if (value instanceof Any.BigInt number) {
            return number.value() != 0;
        } else if (value instanceof Any.Text text) {
            return !text.value().isEmpty();
        }
        return !(value instanceof Any.Null) && !(value instanceof Any.Undefined);
    }
}
