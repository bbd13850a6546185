package io.collab.benchmarks.engine.measure;

import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param id the unique name
 * @param group the group; its lines are measured in one process, one by one
 * @param unit of the value
 * @param target the maximum value that this engine should reach; null if there is no target
 * @param task the task to measure
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
