package io.collab.crdt.update;

/**
 * What obfuscating an update hides beside text and values, which it always hides.
 *
 * @param formatting attributes of marks and their values
 * @param subdocs names and options of subdocuments
 * @param yxml names of XML elements and hooks
 */
public record ObfuscatorOptions(boolean formatting, boolean subdocs, boolean yxml) {

    /** Hides everything. */
    public static final ObfuscatorOptions ALL = new ObfuscatorOptions(true, true, true);
}
