package io.collab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A step came onto a stack of an {@link UndoManager}, grew, or was taken from it.
 *
 * @param stackItem the step
 * @param kind the stack
 * @param origin the origin of the transaction
 * @param transaction the transaction; {@link Transaction#isChanged} tells which types changed
 */
public record StackItemEvent(
        StackItem stackItem, Kind kind, @Nullable Object origin, Transaction transaction) {

    /** Which stack. */
    public enum Kind {
        /** What can be undone. */
        UNDO,
        /** What can be redone. */
        REDO
    }
}
