package io.collab.crdt.lib0;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which JavaScript enumerates the keys of an object: array indices ascending, then the others by
 * insertion.
 */
final class ObjectKeys {

    private static final long MAX_INDEX = 0xffff_fffeL;

    private ObjectKeys() {}

    /** Returns the same map if it is in order already, else an ordered copy. */
    static Map<String, Any> inOrder(Map<String, Any> entries) {
        long last = -1;
        boolean named = false;
        boolean ordered = true;
        for (String key : entries.keySet()) {
            long index = index(key);
            if (index < 0) {
                named = true;
            } else if (named || index < last) {
                ordered = false;
                break;
            } else {
                last = index;
            }
        }
        return ordered ? entries : sorted(entries);
    }

    private static Map<String, Any> sorted(Map<String, Any> entries) {
        List<String> indices = new ArrayList<>();
        for (String key : entries.keySet()) {
            if (index(key) >= 0) {
                indices.add(key);
            }
        }
        indices.sort((a, b) -> Long.compare(index(a), index(b)));
        Map<String, Any> result = new LinkedHashMap<>();
        indices.forEach(key -> result.put(key, entries.getOrDefault(key, Any.UNDEFINED)));
        entries.forEach(result::putIfAbsent);
        return result;
    }

    /** Returns the array index that a key denotes, or -1. */
    private static long index(String key) {
        int length = key.length();
        if (length == 0 || length > 10 || length > 1 && key.charAt(0) == '0') {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = key.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= MAX_INDEX ? value : -1;
    }
}
