package io.collab.crdt.lib0;

import io.collab.crdt.lib0.DecodeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of {@link Any}: one tag byte, then the value.
 *
 * <pre>
 * 127 undefined   126 null        125 varInt      124 float32     123 float64     122 int64
 * 121 false       120 true        119 varString   118 object      117 array       116 bytes
 * object = varUint count, (varString key, any)*      array = varUint count, any*
 * </pre>
 *
 * The tag of a number is the first that fits: 125 for integers up to +-(2^31-1), 124 for exact floats, else 123.
 */
final class AnyFormat {

    private static final int UNDEFINED = 127;
    private static final int NULL = 126;
    private static final int INTEGER = 125;
    private static final int FLOAT32 = 124;
    private static final int FLOAT64 = 123;
    private static final int BIG_INT = 122;
    private static final int FALSE = 121;
    private static final int TRUE = 120;
    private static final int TEXT = 119;
    private static final int OBJECT = 118;
    private static final int ARRAY = 117;
    private static final int BYTES = 116;

    private AnyFormat() {}

    /** A container whose elements are still being read. */
    private static final class Open {
        final @Nullable List<Any> items;
        final @Nullable Map<String, Any> entries;
        long left;
        String key = "";

        Open(boolean array, long left) {
            this.items = array ? new ArrayList<>() : null;
            this.entries = array ? null : new LinkedHashMap<>();
            this.left = left;
        }

        void add(Any value) {
            if (items != null) {
                items.add(value);
            } else if (entries != null && !key.equals("__proto__")) {
                entries.put(key, value); // in JavaScript, an assignment to __proto__ creates no property
            }
        }

        Any close() {
            if (items != null) {
                return new Any.Array(items);
            }
            return new Any.Obj(entries == null ? Map.of() : ObjectKeys.inOrder(entries));
        }
    }

    static Any read(Decoder in, int maxDepth) {
        Deque<Open> open = new ArrayDeque<>(0);
        while (true) {
            int tag = in.readUint8();
            Any value = null;
            if (tag == ARRAY || tag == OBJECT) {
                long count = in.readVarUint();
                if (count > in.remaining()) {
                    throw Decoder.truncated();
                }
                if (open.size() >= maxDepth) {
                    throw new DecodeException(Reason.TOO_DEEP, "value nested more than " + maxDepth + " deep");
                }
                open.push(new Open(tag == ARRAY, count));
            } else {
                value = readLeaf(in, tag);
            }
            while (true) {
                Open top = open.peek();
                if (value != null) {
                    if (top == null) {
                        return value;
                    }
                    top.add(value);
                }
                if (top == null || top.left > 0) {
                    break;
                }
                value = open.pop().close();
            }
            Open top = open.element();
            top.left--;
            if (top.entries != null) {
                top.key = in.readVarString();
            }
        }
    }

    /** Verifies a value without creating it. */
    static void skip(Decoder in, int maxDepth) {
        long[] open = null; // per open container: the number of remaining elements, negative for an object
        int depth = 0;
        while (true) {
            int tag = in.readUint8();
            if (tag == ARRAY || tag == OBJECT) {
                long count = in.readVarUint();
                if (count > in.remaining()) {
                    throw Decoder.truncated();
                }
                if (depth >= maxDepth) {
                    throw new DecodeException(Reason.TOO_DEEP, "value nested more than " + maxDepth + " deep");
                }
                open = open == null ? new long[4] : open;
                open = depth == open.length ? Arrays.copyOf(open, depth * 2) : open;
                open[depth++] = tag == ARRAY ? count : -count;
            } else {
                skipLeaf(in, tag);
            }
            while (depth > 0 && open[depth - 1] == 0) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            if (open[depth - 1] > 0) {
                open[depth - 1]--;
            } else {
                open[depth - 1]++;
                in.skipVarString();
            }
        }
    }

    private static void skipLeaf(Decoder in, int tag) {
        switch (tag) {
            case UNDEFINED, NULL, FALSE, TRUE -> {
                // the tag only
            }
            case INTEGER -> in.readVarInt();
            case FLOAT32 -> in.skip(Float.BYTES);
            case FLOAT64, BIG_INT -> in.skip(Long.BYTES);
            case TEXT -> in.skipVarString();
            case BYTES -> in.skip(in.readLength());
            default -> throw unknown(tag);
        }
    }

    private static DecodeException unknown(int tag) {
        return new DecodeException(Reason.UNKNOWN_TAG, "unknown value tag " + tag);
    }

    private static Any readLeaf(Decoder in, int tag) {
        return switch (tag) {
            case UNDEFINED -> Any.UNDEFINED;
            case NULL -> Any.NULL;
            case INTEGER -> new Any.Num(in.readVarInt());
            case FLOAT32 -> new Any.Num(in.readFloat32());
            case FLOAT64 -> new Any.Num(in.readFloat64());
            case BIG_INT -> new Any.BigInt(in.readInt64());
            case FALSE -> new Any.Bool(false);
            case TRUE -> new Any.Bool(true);
            case TEXT -> new Any.Text(in.readVarString());
            case BYTES -> new Any.Bytes(in.readVarBytes());
            default -> throw unknown(tag);
        };
    }

    static void write(Encoder out, Any root) {
        if (!(root instanceof Any.Array) && !(root instanceof Any.Obj)) {
            writeLeaf(out, root);
            return;
        }
        Deque<Iterator<?>> open = new ArrayDeque<>();
        Iterator<?> iterator = List.of(root).iterator();
        while (true) {
            if (!iterator.hasNext()) {
                if (open.isEmpty()) {
                    return;
                }
                iterator = open.pop();
                continue;
            }
            Object next = iterator.next();
            Any value;
            if (next instanceof Map.Entry<?, ?> entry) {
                out.writeVarString((String) entry.getKey());
                value = (Any) entry.getValue();
            } else {
                value = (Any) next;
            }
            Collection<?> children = writeHead(out, value);
            if (children != null) {
                open.push(iterator);
                iterator = children.iterator();
            }
        }
    }

    private static @Nullable Collection<?> writeHead(Encoder out, Any value) {
        if (value instanceof Any.Array array) {
            out.writeUint8(ARRAY);
            out.writeVarUint(array.items().size());
            return array.items();
        }
        if (value instanceof Any.Obj object) {
            out.writeUint8(OBJECT);
            out.writeVarUint(object.entries().size());
            return object.entries().entrySet();
        }
        writeLeaf(out, value);
        return null;
    }

    private static void writeLeaf(Encoder out, Any value) {
        if (value instanceof Any.Text text) {
            out.writeUint8(TEXT);
            out.writeVarString(text.value());
        } else if (value instanceof Any.Num number) {
            writeNumber(out, number.value());
        } else if (value instanceof Any.Bool bool) {
            out.writeUint8(bool.value() ? TRUE : FALSE);
        } else if (value instanceof Any.Bytes bytes) {
            out.writeUint8(BYTES);
            out.writeVarBytes(bytes.value());
        } else if (value instanceof Any.BigInt number) {
            out.writeUint8(BIG_INT);
            out.writeInt64(number.value());
        } else {
            out.writeUint8(value instanceof Any.Null ? NULL : UNDEFINED);
        }
    }

    private static void writeNumber(Encoder out, double value) {
        if (value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE) {
            out.writeUint8(INTEGER);
            out.writeVarInt((long) Math.abs(value), value < 0 || Double.doubleToLongBits(value) == Long.MIN_VALUE);
        } else if ((float) value == value) {
            out.writeUint8(FLOAT32);
            out.writeFloat32((float) value);
        } else {
            out.writeUint8(FLOAT64);
            out.writeFloat64(value);
        }
    }
}
