package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A step was added to a stack of an {@link UndoManager}, extended, or removed from it.
 *
 * @param stackItem the step
 * @param kind the stack
 * @param origin the origin of the transaction
 * @param transaction the transaction; {@link Transaction#isChanged} returns which types changed
 */
public record StackItemEvent(
        StackItem stackItem, Kind kind, @Nullable Object origin, Transaction transaction) {

    /** The stack of a step. */
    public enum Kind {
        /** The steps that can be undone. */
        UNDO,
        /** The steps that can be redone. */
        REDO
    }
}
