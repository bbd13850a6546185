package io.collab.crdt.internal.admission;

import io.collab.crdt.internal.format.FormatMark;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.Subdocument;
import io.collab.crdt.lib0.Any;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a struct or of a part of it, for the comparison with other content at the same ids. Deleted and collected structs have
 * none. Immutable.
 *
 * @param kind the kind of content; the two kinds of values are one
 * @param clock the first clock
 * @param end the clock after the last one
 * @param text the text, or null if the content is something else
 * @param values one object per clock if it is no text
 */
record ComparableContent(
        int kind, long clock, long end, @Nullable String text, List<?> values) {

    /** The character that replaces half of a surrogate pair after a cut, on one side only. */
    private static final char REPLACEMENT = '\ufffd';

    /** Returns the content of the current struct of a cursor, or null if it has none. */
    static @Nullable ComparableContent of(StructCursor from) {
        int content = from.content();
        if (!isComparable(content)) {
            return null;
        }
        Decoder in = from.decoderAt(from.contentAt());
        String text = content == StructCursor.STRING ? in.readVarString() : null;
        List<?> values = text != null ? List.of() : values(from, in);
        return new ComparableContent(kind(content), from.clock(), from.clockEnd(), text, values);
    }

    /** Returns the content of a struct of the store between two of its clocks, or null if it has none. */
    static @Nullable ComparableContent of(StructStore store, int slot, int from, int to) {
        int content = store.content(slot);
        if (!isComparable(content)) {
            return null;
        }
        int offset = from - store.clock[slot];
        String text = content == StructCursor.STRING
                ? store.owner(slot).text().substring(store.content[slot] + offset, to - from)
                : null;
        List<?> values = text != null ? List.of() : values(store, slot, offset, to - from);
        return new ComparableContent(kind(content), from, to, text, values);
    }

    /** Returns whether the other content is different at a common clock. */
    boolean contradicts(ComparableContent other) {
        long from = Math.max(clock, other.clock);
        long to = Math.min(end, other.end);
        if (from < to && kind != other.kind) {
            return true;
        }
        for (long at = from; at < to; at++) {
            int here = (int) (at - clock);
            int there = (int) (at - other.clock);
            boolean same = text != null && other.text != null
                    ? isSame(text.charAt(here), other.text.charAt(there))
                    : isSame(values.get(here), other.values.get(there));
            if (!same) {
                return true;
            }
        }
        return false;
    }

    private static boolean isComparable(int content) {
        return content != StructCursor.GC && content != StructCursor.DELETED && content != StructCursor.SKIP;
    }

    private static int kind(int content) {
        return content == StructCursor.JSON ? StructCursor.ANY : content;
    }

    private static boolean isSame(char one, char other) {
        return one == other || one == REPLACEMENT || other == REPLACEMENT;
    }

    /** Compares values; those with the same JSON are equal because format 1 writes marks and embeds as JSON. */
    private static boolean isSame(Object one, Object other) {
        if (one.equals(other)) {
            return true;
        }
        if (one instanceof FormatMark mark && other instanceof FormatMark otherMark) {
            return mark.key().equals(otherMark.key()) && isSame(mark.value(), otherMark.value());
        }
        return one instanceof Any value
                && other instanceof Any otherValue
                && Json.stringify(value).equals(Json.stringify(otherValue));
    }

    private static List<?> values(StructCursor from, Decoder in) {
        return switch (from.content()) {
            case StructCursor.BINARY -> List.of(new Any.Bytes(in.readVarBytes()));
            case StructCursor.EMBED -> List.of(from.readValue(in));
            case StructCursor.FORMAT -> List.of(new FormatMark(in.readVarString(), from.readValue(in)));
            case StructCursor.TYPE -> {
                long kind = in.readVarUint();
                yield List.of(type(kind, TypeKind.hasName(kind) ? in.readVarString() : ""));
            }
            case StructCursor.DOC -> List.of(in.readVarString());
            default -> {
                List<Any> values = new ArrayList<>();
                long count = in.readVarUint();
                for (long i = 0; i < count; i++) {
                    values.add(from.content() == StructCursor.ANY ? in.readAny(Decoder.UNLIMITED_DEPTH) : json(in));
                }
                yield values;
            }
        };
    }

    private static Any json(Decoder in) {
        String text = in.readVarString();
        return text.equals(Json.UNDEFINED) ? Any.UNDEFINED : Json.parse(text, Decoder.UNLIMITED_DEPTH);
    }

    private static List<?> values(StructStore store, int slot, int offset, int count) {
        return switch (store.content(slot)) {
            case StructCursor.BINARY -> List.of(new Any.Bytes((byte[]) store.payloadOf(slot)));
            case StructCursor.EMBED, StructCursor.FORMAT -> List.of(store.payloadOf(slot));
            case StructCursor.TYPE -> {
                Branch branch = store.branch(slot);
                yield List.of(type(branch.kind, TypeKind.hasName(branch.kind) ? branch.name : ""));
            }
            case StructCursor.DOC -> List.of(((Subdocument) store.payloadOf(slot)).guid);
            default -> {
                List<Any> values = new ArrayList<>();
                for (int i = offset; i < offset + count; i++) {
                    values.add(store.value(slot, i));
                }
                yield values;
            }
        };
    }

    private static String type(long kind, String name) {
        return kind + " " + name;
    }
}
