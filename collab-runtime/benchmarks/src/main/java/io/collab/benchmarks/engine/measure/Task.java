package io.collab.benchmarks.engine.measure;

/** What is measured. Names are those of {@link Inputs}; every engine finds them in the same folder. */
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
     * @param first changes of the one
     * @param second changes of the other
     */
    record EditTwo(String base, String first, String second) implements Task {}

    /**
     * The two of {@link EditTwo} take each other's update.
     *
     * @param base the content
     * @param first update of the one
     * @param second update of the other
     */
    record MergeTwo(String base, String first, String second) implements Task {}

    /**
     * A new document takes updates.
     *
     * @param updates the updates
     * @param transaction whether all are taken in one transaction
     */
    record Apply(String updates, boolean transaction) implements Task {}

    /**
     * A new document takes a whole state.
     *
     * @param state the state, one update
     * @param cold whether it is the first thing that a process does
     */
    record Load(String state, boolean cold) implements Task {}

    /**
     * Heap that a loaded document keeps, in MB of 10^6 bytes.
     *
     * @param state the state
     */
    record Memory(String state) implements Task {}

    /**
     * A document that was edited is encoded.
     *
     * @param edits the changes that made it
     * @param version the format
     */
    record Encode(String edits, int version) implements Task {}

    /**
     * Updates become one, without a document.
     *
     * @param updates the updates
     * @param count how many of them, from the first on
     */
    record Merge(String updates, int count) implements Task {}

    /**
     * What a state vector lacks is taken out of an update, without a document.
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

    /** What {@link Growth} looks at. */
    enum Cost {
        /** CPU time. */
        TIME,
        /** Heap that the document keeps. */
        MEMORY,
        /** Size of its state. */
        BYTES
    }

    /**
     * The same changes again and again, at the same positions of a document that grows: cost per change, relative to that
     * of doing them once.
     *
     * @param edits the changes
     * @param times how often
     * @param cost what is compared
     */
    record Growth(String edits, int times, Cost cost) implements Task {}
}
