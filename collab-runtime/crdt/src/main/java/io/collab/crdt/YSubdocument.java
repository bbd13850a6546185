package io.collab.crdt;

import io.collab.crdt.lib0.Any;

/**
 * A document inside a document: only its name and options travel with the outer one.
 *
 * @param guid the inner document's name
 * @param options what its creator asked for: {@code gc} (only if false), {@code autoLoad} (only if true), {@code meta}
 */
public record YSubdocument(String guid, Any.Obj options) implements YValue {}
