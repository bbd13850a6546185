package io.collab.api;

/** Something that goes on until it is closed. Closing twice does nothing. Thread-safe. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
