package io.collab.benchmarks.engine.measure;

import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param id its name, unique
 * @param group lines of a group are measured in one process, one after the other
 * @param unit of the value
 * @param target what this engine is meant to need at most; null when nothing was set
 * @param task what is measured
 */
record Line(String id, String group, String unit, @Nullable Double target, Task task) {
    static final String MILLISECONDS = "ms-cpu";
    static final String MEGABYTES = "MB";
    static final String RATIO = "ratio";

    static Line millis(String id, String group, @Nullable Double target, Task task) {
        return new Line(id, group, MILLISECONDS, target, task);
    }

    /** Returns whether its process measures nothing else. */
    boolean isCold() {
        return task instanceof Task.Load load && load.cold();
    }
}
