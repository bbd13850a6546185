package io.collab.benchmarks.soak;

import io.collab.benchmarks.load.Pairs;
import org.jspecify.annotations.Nullable;

/**
 * What was seen during an attack and after it.
 *
 * @param pairs what the well-behaved clients saw, null if they could not be checked
 * @param during answers about readiness during the attack
 * @param after one answer after it
 * @param readings what the server holds after it, null if it has ended or does not answer
 * @param logBytes bytes that the log has grown
 * @param outOfMemory whether the log names an OutOfMemoryError
 * @param failure why something could not be observed, null if all was
 */
record Observation(
        Pairs.@Nullable Phase pairs,
        HealthProbe.Answers during,
        HealthProbe.Answers after,
        @Nullable Readings readings,
        long logBytes,
        boolean outOfMemory,
        @Nullable String failure) {}
