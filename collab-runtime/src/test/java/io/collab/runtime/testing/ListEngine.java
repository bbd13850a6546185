package io.collab.runtime.testing;

import io.collab.api.Commit;
import io.collab.api.CorruptDataException;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A minimal engine with total order: a document is a list of distinct words, an update inserts one of them, see {@link Insert}.
 * An insertion that was made for an older version is transformed. Commits that a replica no longer remembers come from the log.
 *
 * @param remembered the number of commits that a replica remembers
 */
public record ListEngine(int remembered) implements MergeEngine {
    /**
     * An insertion, as text {@code version:position:word}.
     *
     * @param version the number of the last commit before the insertion, which is also the length of the list
     */
    public record Insert(long version, int position, String word) {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,9}):([^ :]+)");

        /** @throws ProtocolException if the text is not an insertion */
        public static Insert of(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > Long.parseLong(parts.group(1))) {
                throw new ProtocolException("bad-update", "not an insertion");
            }
            return new Insert(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)), parts.group(3));
        }

        public static Insert of(Update update) {
            return of(new String(update.bytes(), StandardCharsets.UTF_8));
        }

        public Update update() {
            return Update.of(bytes(version + ":" + position + ":" + word));
        }

        /** Returns this insertion after another one that was made for the same version and is ordered first. */
        Insert after(Insert other) {
            return new Insert(version + 1, other.position <= position ? position + 1 : position, word);
        }
    }

    @Override
    public String name() {
        return "list";
    }

    @Override
    public int formatVersion() {
        return 1;
    }

    @Override
    public MergeOrder order() {
        return MergeOrder.TOTAL;
    }

    @Override
    public Replica open(byte @Nullable [] snapshot) {
        return new Words(snapshot == null ? List.of() : words(snapshot));
    }

    @Override
    public @Nullable Update merge(List<Update> updates) {
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a state, which is also what a client with an older version receives: {@code =word word}. */
    public static List<String> words(byte[] state) {
        String text = new String(state, StandardCharsets.UTF_8);
        if (!text.startsWith("=")) {
            throw new CorruptDataException("bad-snapshot", "not a list of words");
        }
        return text.length() == 1 ? List.of() : List.of(text.substring(1).split(" "));
    }

    private final class Words implements Replica {
        private final List<String> words;
        private final TreeMap<Long, Insert> recent = new TreeMap<>();

        Words(List<String> words) {
            this.words = new ArrayList<>(words);
        }

        @Override
        public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
            if (!history.isEmpty() && history.get(history.size() - 1).seq() != words.size()) {
                throw new IllegalStateException("the history does not end at the replica's version " + words.size());
            }
            TreeMap<Long, Insert> log = new TreeMap<>(recent);
            history.forEach(commit -> log.put(commit.seq(), Insert.of(commit.update())));
            Set<String> known = new HashSet<>(words);
            Set<String> rejected = new HashSet<>();
            List<Prepared> results = new ArrayList<>();
            for (Submission submission : submissions) {
                Prepared result = rejected.contains(submission.operation().source())
                        ? new Prepared.Rejected(new ProtocolException("bad-update", "an earlier one was rejected"))
                        : prepare(submission.update(), known, log);
                if (result instanceof Prepared.Rejected) {
                    rejected.add(submission.operation().source());
                }
                results.add(result);
            }
            return results;
        }

        private Prepared prepare(Update update, Set<String> known, TreeMap<Long, Insert> log) {
            try {
                if (update.size() == 0) {
                    return new Prepared.Duplicate();
                }
                Insert insert = Insert.of(update);
                if (insert.version() > words.size()) {
                    throw new ProtocolException("bad-update", "made for a version that does not exist");
                }
                if (known.contains(insert.word())) {
                    return new Prepared.Duplicate();
                }
                long last = log.isEmpty() ? words.size() : Math.max(words.size(), log.lastKey());
                SortedMap<Long, Insert> later = log.tailMap(insert.version() + 1);
                if (later.size() < last - insert.version()) {
                    return new Prepared.NeedsHistory(insert.version() + 1);
                }
                for (Insert other : later.values()) {
                    insert = insert.after(other);
                }
                log.put(last + 1, insert);
                known.add(insert.word());
                return new Prepared.Accepted(insert.update());
            } catch (ProtocolException unreadable) {
                return new Prepared.Rejected(unreadable);
            }
        }

        @Override
        public void integrate(Commit commit) {
            Insert insert = Insert.of(commit.update());
            if (insert.version() != words.size() || commit.seq() != words.size() + 1) {
                throw new CorruptDataException(
                        "bad-commit", "commit " + commit.seq() + " was made for another version");
            }
            words.add(insert.position(), insert.word());
            recent.put(commit.seq(), insert);
            recent.headMap(commit.seq() - remembered, true).clear();
        }

        @Override
        public boolean covers(Update update) {
            return update.size() == 0 || words.contains(Insert.of(update).word());
        }

        @Override
        public Version version() {
            return Version.of(bytes(Integer.toString(words.size())));
        }

        @Override
        public List<Update> diff(Version version, int maxBytes) {
            return List.of(Update.of(version.equals(version()) ? new byte[0] : snapshot()));
        }

        @Override
        public Set<Dependency> missing() {
            return Set.of();
        }

        @Override
        public byte[] snapshot() {
            return bytes("=" + String.join(" ", words));
        }

        @Override
        public <D> D read(Class<D> model) {
            if (!model.isAssignableFrom(String.class)) {
                throw new IllegalArgumentException("a list is read as text, not as " + model);
            }
            return model.cast(String.join(" ", words));
        }
    }
}
