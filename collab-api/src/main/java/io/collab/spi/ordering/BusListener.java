package io.collab.spi.ordering;

/**
 * Who listens to a topic: {@code (interrupted? resumed message*)*}. Called by the bus's own thread, one call at a time;
 * none of them blocks or throws.
 */
public interface BusListener {
    /** Somebody has published. */
    void message(byte[] message);

    /** Messages may be lost from now on. */
    void interrupted();

    /** Messages come again; what was published in between is lost. */
    void resumed();
}
