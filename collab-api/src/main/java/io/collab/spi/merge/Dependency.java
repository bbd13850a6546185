package io.collab.spi.merge;

/**
 * Something that has not come yet and that others wait for.
 *
 * @param source who made it: in Yjs a client id
 * @param position where it is among what its source made: in Yjs a clock
 */
public record Dependency(long source, long position) {}
