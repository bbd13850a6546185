package io.collab.crdt.internal.store;

import java.util.function.Consumer;

/**
 * The payload of an item of a new type until the item is integrated; then the branch takes its place.
 *
 * @param branch the new, empty type
 * @param insertContent inserts what the type collected before; called once, when the branch has its item
 */
public record NewType(Branch branch, Consumer<TransactionRecord> insertContent) {}
