package io.collab.crdt.internal.store;

import java.util.function.Consumer;

/**
 * The payload of an item of a new type until the item is integrated; then the branch replaces it.
 *
 * @param branch the new, empty type
 * @param insertContent a function that inserts the content collected before; called once, after the branch has its item
 */
public record NewType(Branch branch, Consumer<TransactionRecord> insertContent) {}
