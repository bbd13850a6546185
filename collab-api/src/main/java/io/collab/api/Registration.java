package io.collab.api;

/** An active registration of a listener. Thread-safe. */
public interface Registration extends AutoCloseable {
    /**
     * Ends the registration. A call to the listener that is in progress may still be running when this method returns.
     * Calling it again does nothing.
     */
    @Override
    void close();
}
