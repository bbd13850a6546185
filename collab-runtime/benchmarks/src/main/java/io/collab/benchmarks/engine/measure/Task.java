package io.collab.benchmarks.engine.measure;

/** A task to measure. Names are those of {@link Inputs}; every engine reads them from the same folder. */
sealed interface Task {

    /**
     * Local changes of a new document, each with an update event.
     *
     * @param edits the changes
     * @param transaction whether all are one transaction, with one event
     */
    record Edit(String edits, boolean transaction) implements Task {}

    /**
     * Two documents with the same content are changed, each in one transaction.
     *
     * @param base the content
     * @param first changes of the first document
     * @param second changes of the second document
     */
    record EditTwo(String base, String first, String second) implements Task {}

    /**
     * The two documents of {@link EditTwo} integrate each other's update.
     *
     * @param base the content
     * @param first update of the one
     * @param second update of the other
     */
    record MergeTwo(String base, String first, String second) implements Task {}

    /**
     * A new document integrates updates.
     *
     * @param updates the updates
     * @param transaction whether all are integrated in one transaction
     */
    record Apply(String updates, boolean transaction) implements Task {}

    /**
     * A new document integrates a whole state.
     *
     * @param state the state, one update
     * @param cold whether it is measured in a new process
     */
    record Load(String state, boolean cold) implements Task {}

    /**
     * Heap that a loaded document keeps, in MB of 10^6 bytes.
     *
     * @param state the state
     */
    record Memory(String state) implements Task {}

    /**
     * The encoding of an edited document.
     *
     * @param edits the changes that created it
     * @param version the format
     */
    record Encode(String edits, int version) implements Task {}

    /**
     * The merge of updates, without a document.
     *
     * @param updates the updates
     * @param count the number of updates, from the first on
     */
    record Merge(String updates, int count) implements Task {}

    /**
     * The difference between an update and a state vector, without a document.
     *
     * @param state the update
     * @param half an update whose state vector is used
     */
    record Diff(String state, String half) implements Task {}

    /**
     * The state vector of an update, without a document.
     *
     * @param state the update
     */
    record StateVector(String state) implements Task {}

    /** The cost that {@link Growth} measures. */
    enum Cost {
        /** CPU time. */
        TIME,
        /** Heap that the document keeps. */
        MEMORY,
        /** Size of its state. */
        BYTES
    }

    /**
     * The same changes repeatedly, at the same positions of a growing document: cost per change, relative to that
     * of a single repetition.
     *
     * @param edits the changes
     * @param times the number of repetitions
     * @param cost the cost to compare
     */
    record Growth(String edits, int times, Cost cost) implements Task {}
}
