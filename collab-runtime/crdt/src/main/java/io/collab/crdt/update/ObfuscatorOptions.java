package io.collab.crdt.update;

/**
 * The parts of an update that obfuscation replaces in addition to text and values, which it always replaces.
 *
 * @param formatting whether attributes of marks and their values are replaced
 * @param subdocs whether names and options of subdocuments are replaced
 * @param yxml whether names of XML elements and hooks are replaced
 */
public record ObfuscatorOptions(boolean formatting, boolean subdocs, boolean yxml) {

    /** Replaces everything. */
    public static final ObfuscatorOptions ALL = new ObfuscatorOptions(true, true, true);

    /**
     * Returns the same options with or without formatting.
     *
     * @param on whether attributes of marks and their values are replaced
     */
    public ObfuscatorOptions withFormatting(boolean on) {
        return new ObfuscatorOptions(on, subdocs, yxml);
    }

    /**
     * Returns the same options with or without subdocuments.
     *
     * @param on whether names and options of subdocuments are replaced
     */
    public ObfuscatorOptions withSubdocs(boolean on) {
        return new ObfuscatorOptions(formatting, on, yxml);
    }

    /**
     * Returns the same options with or without XML names.
     *
     * @param on whether names of XML elements and hooks are replaced
     */
    public ObfuscatorOptions withYxml(boolean on) {
        return new ObfuscatorOptions(formatting, subdocs, on);
    }
}
