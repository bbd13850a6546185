package io.collab.benchmarks.engine.driver;

import io.collab.crdt.lib0.Any;

/** What one {@code op} does. */
@FunctionalInterface
interface Command {

    /**
     * Runs it.
     *
     * @return the result; {@link Any#NULL} when there is none
     * @throws CommandException if the arguments do not allow it
     */
    Any run(Session session, Arguments arguments);
}
