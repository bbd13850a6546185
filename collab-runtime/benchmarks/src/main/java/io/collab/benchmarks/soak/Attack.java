package io.collab.benchmarks.soak;

import io.collab.benchmarks.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One kind of attack.
 *
 * @param name of the command line and of the table
 * @param what a description, one line
 * @param threads the number of threads that repeat the step
 * @param step one round
 */
record Attack(String name, String what, int threads, Step step) {

    /** One round of an attack, repeated until its time is over. */
    @FunctionalInterface
    interface Step {
        /**
         * Attacks.
         *
         * @throws IOException if the server has refused or closed, as it should
         */
        void run(Attacker attacker) throws IOException, InterruptedException;
    }

    /** Returns all attacks, in the order in which they run. */
    static List<Attack> all() {
        return Stream.of(
                        PresenceAttacks.all(),
                        MessageAttacks.all(),
                        FrameAttacks.all(),
                        SizeAttacks.all(),
                        SocketAttacks.all(),
                        HttpAttacks.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Returns attacks by their names.
     *
     * @throws UsageException if there is none of a name, or a name is repeated
     */
    static List<Attack> named(List<String> names) {
        var known = all().stream().collect(Collectors.toMap(Attack::name, Function.identity()));
        List<Attack> found = new ArrayList<>();
        for (String name : names) {
            Attack attack = known.get(name);
            if (attack == null) {
                throw new UsageException("There is no attack " + name + "; --list prints all.");
            }
            if (found.contains(attack)) {
                throw new UsageException("The attack " + name + " is named twice.");
            }
            found.add(attack);
        }
        return found;
    }
}
