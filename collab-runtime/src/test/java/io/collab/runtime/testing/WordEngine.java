package io.collab.runtime.testing;

import io.collab.api.Commit;
import io.collab.api.ProtocolException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.MergeEngine;
import io.collab.spi.merge.MergeOrder;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A minimal engine with causal order: a document is a set of words, an update is some words separated by blanks. A word with an
 * exclamation mark is refused; {@code a<b} is pending until {@code b} is in the document; {@link #DEFECT} cannot be prepared.
 */
public final class WordEngine implements MergeEngine {
    /** The preparation of an update with this word throws an error. */
    public static final String DEFECT = "defect#";

    public static Update update(String words) {
        return Update.of(words.getBytes(StandardCharsets.UTF_8));
    }

    public static Set<String> words(byte[] bytes) {
        Set<String> words = new LinkedHashSet<>(Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split(" ")));
        words.remove("");
        return words;
    }

    @Override
    public String name() {
        return "words";
    }

    @Override
    public int formatVersion() {
        return 1;
    }

    @Override
    public MergeOrder order() {
        return MergeOrder.CAUSAL;
    }

    @Override
    public Replica open(byte @Nullable [] snapshot) {
        return new Words(snapshot == null ? Set.of() : words(snapshot));
    }

    @Override
    public Update merge(List<Update> updates) {
        Set<String> all = new LinkedHashSet<>();
        updates.forEach(update -> all.addAll(words(update.bytes())));
        return update(String.join(" ", all));
    }

    private static final class Words implements Replica {
        private final Set<String> present = new LinkedHashSet<>();

        Words(Set<String> initial) {
            present.addAll(initial);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            Set<String> known = new HashSet<>(present);
            List<Prepared> results = new ArrayList<>();
            for (Submission submission : submissions) {
                Set<String> fresh = words(submission.update().bytes());
                fresh.removeAll(known);
                if (fresh.contains(DEFECT)) {
                    throw new AssertionError("defect");
                }
                if (fresh.stream().anyMatch(word -> word.contains("!"))) {
                    results.add(new Prepared.Rejected(new ProtocolException("bad-update", "an exclamation mark")));
                } else if (fresh.isEmpty()) {
                    results.add(new Prepared.Duplicate());
                } else {
                    known.addAll(fresh);
                    results.add(new Prepared.Accepted(update(String.join(" ", fresh))));
                }
            }
            return results;
        }

        @Override
        public void integrate(Commit commit) {
            present.addAll(words(commit.update().bytes()));
        }

        @Override
        public boolean covers(Update update) {
            return present.containsAll(words(update.bytes()));
        }

        @Override
        public Version version() {
            return Version.of(snapshot());
        }

        @Override
        public List<Update> diff(Version version, int maxBytes) {
            Set<String> lacking = new LinkedHashSet<>(present);
            lacking.removeAll(words(version.bytes()));
            List<Update> parts = new ArrayList<>();
            StringBuilder part = new StringBuilder();
            for (String word : lacking) {
                if (part.length() > 0 && part.length() + word.length() > maxBytes) {
                    parts.add(update(part.toString()));
                    part.setLength(0);
                }
                part.append(part.length() == 0 ? "" : " ").append(word);
            }
            parts.add(update(part.toString()));
            return parts;
        }

        @Override
        public List<Update> divide(Version before, Update change, int maxBytes) {
            return diff(before, maxBytes);
        }

        @Override
        public Set<Dependency> missing() {
            Set<Dependency> missing = new HashSet<>();
            for (String word : present) {
                int arrow = word.indexOf('<');
                if (arrow >= 0 && !present.contains(word.substring(arrow + 1))) {
                    missing.add(new Dependency(word.substring(arrow + 1).hashCode(), 0));
                }
            }
            return missing;
        }

        @Override
        public byte[] snapshot() {
            return String.join(" ", present).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <D> D read(Class<D> model) {
            return model.cast(String.join(" ", present));
        }
    }
}
