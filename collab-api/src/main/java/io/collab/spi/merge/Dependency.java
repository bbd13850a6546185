package io.collab.spi.merge;

/**
 * A missing update that pending updates need. Thread-safe: immutable.
 *
 * @param source the id of its author in the engine; in Yjs a client id
 * @param position its position among the updates of that author; in Yjs a clock
 */
public record Dependency(long source, long position) {}
