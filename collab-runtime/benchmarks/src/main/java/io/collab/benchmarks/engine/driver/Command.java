package io.collab.benchmarks.engine.driver;

import io.collab.crdt.lib0.Any;

/** The implementation of one {@code op}. */
@FunctionalInterface
interface Command {

    /**
     * Runs the command.
     *
     * @return the result, {@link Any#NULL} if there is none
     * @throws CommandException if the arguments are invalid
     */
    Any run(Session session, Arguments arguments);
}
