package io.collab.runtime.tck;

import io.collab.api.Commit;
import io.collab.api.DocumentId;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.runtime.tck.BrokenStores.Broken;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Guard;
import io.collab.spi.storage.Head;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Stores with a defect in appending. */
final class BrokenAppends {
    private BrokenAppends() {}

    static Map<Integer, Broken> appends() {
        Map<Integer, Broken> broken = new HashMap<>();
        broken.put(403, new Broken(eachAppend((store, a) -> with(a, new Guard.Any())), "refused as a conflict"));
        broken.put(404, new Broken(eachReceipt((all, r) -> new Receipt(2 * r.seq(), r.time(), r.fresh())), "numbers"));
        broken.put(
                405,
                new Broken(
                        eachReceipt(
                                (all, r) -> new Receipt(r.seq(), r.time().truncatedTo(ChronoUnit.HOURS), r.fresh())),
                        "as they were submitted and receipted"));
        broken.put(406, new Broken(BrokenAppends::guardFirst, "the append is committed"));
        broken.put(407, new Broken(BrokenAppends::countsBackFromTheHead, "the retry gets the original receipts"));
        broken.put(
                408,
                new Broken(eachReceipt((all, r) -> new Receipt(r.seq(), r.time(), true)), "only the others are fresh"));
        broken.put(409, new Broken(BrokenAppends::guardOnly, "refused as a conflict"));
        broken.put(410, new Broken(eachAppend(BrokenAppends::anyGeneration), "another generation"));
        broken.put(411, new Broken(results(Collections::reverse), "the first is written"));
        broken.put(412, new Broken(atMost(1000), "too many parameters"));
        broken.put(413, new Broken(eachAppend((store, a) -> plain(a)), "an operation id is confused with another one"));
        broken.put(414, new Broken(eachAppend(BrokenAppends::smallOnly), "too large"));
        broken.put(415, new Broken(BrokenAppends::acceptsDuplicates, "one document twice"));
        broken.put(416, new Broken(BrokenAppends::oneKeyForAll, "does not know the operation"));
        broken.put(451, new Broken(eachAppend((store, a) -> renamed(a)), "the same numbers and times"));
        broken.put(452, new Broken(BrokenAppends::guardFirst, "the append is committed"));
        broken.put(
                453, new Broken(eachAppend((store, a) -> with(a, new Guard.Any())), "exactly one append is committed"));
        broken.put(454, new Broken(eachAppend(BrokenAppends::losesSome), "nothing is lost"));
        broken.put(457, new Broken(BrokenAppends::writesLate, "another generation is in the log"));
        return broken;
    }

    private static UnaryOperator<DocumentStore> eachAppend(BiFunction<DocumentStore, Append, Append> change) {
        return good -> new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                return good.append(
                        appends.stream().map(one -> change.apply(good, one)).toList());
            }
        };
    }

    private static UnaryOperator<DocumentStore> eachReceipt(BiFunction<List<Receipt>, Receipt, Receipt> change) {
        return good -> new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                return good.append(appends).stream()
                        .map(result -> result instanceof AppendResult.Committed committed
                                ? new AppendResult.Committed(committed.receipts().stream()
                                        .map(receipt -> change.apply(committed.receipts(), receipt))
                                        .toList())
                                : result)
                        .toList();
            }
        };
    }

    private static UnaryOperator<DocumentStore> results(Consumer<List<AppendResult>> change) {
        return good -> new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                List<AppendResult> results = new ArrayList<>(good.append(appends));
                change.accept(results);
                return results;
            }
        };
    }

    private static UnaryOperator<DocumentStore> atMost(int submissions) {
        return good -> new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                if (appends.stream().mapToInt(one -> one.submissions().size()).sum() > submissions) {
                    throw new AssertionError("too many parameters");
                }
                return good.append(appends);
            }
        };
    }

    private static Append with(Append append, Guard guard) {
        return new Append(append.document(), append.generation(), guard, append.submissions());
    }

    private static Append with(Append append, List<Submission> submissions) {
        return new Append(append.document(), append.generation(), append.guard(), submissions);
    }

    /** Compares the guard before it searches known operations. */
    private static DocumentStore guardFirst(DocumentStore good) {
        return new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                Head head = headOf(appends.get(0).document());
                boolean isStale = appends.get(0).guard() instanceof Guard.After after && after.seq() != head.seq();
                return isStale ? List.of(new AppendResult.Conflict(head)) : good.append(appends);
            }
        };
    }

    /** Accepts a partly known append if the guard holds. */
    private static DocumentStore guardOnly(DocumentStore good) {
        return new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                Append one = appends.get(0);
                boolean holds = one.guard() instanceof Guard.After after
                        && after.seq() == headOf(one.document()).seq();
                return good.append(holds ? List.of(with(one, new Guard.Any())) : appends);
            }
        };
    }

    private static DocumentStore countsBackFromTheHead(DocumentStore good) {
        return new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                List<Receipt> receipts = new ArrayList<>();
                AppendResult result = good.append(appends).get(0);
                long seq = headOf(appends.get(0).document()).seq()
                        - appends.get(0).submissions().size();
                for (Receipt receipt : ((AppendResult.Committed) result).receipts()) {
                    receipts.add(new Receipt(++seq, receipt.time(), receipt.fresh()));
                }
                return List.of(new AppendResult.Committed(receipts));
            }
        };
    }

    private static Append anyGeneration(DocumentStore store, Append append) {
        Head head = store.heads(List.of(append.document())).get(append.document());
        return head == null
                ? append
                : new Append(append.document(), head.generation(), append.guard(), append.submissions());
    }

    /** Writes the previous append once more, whatever has happened to the document. */
    private static DocumentStore writesLate(DocumentStore good) {
        Map<DocumentId, Append> last = new HashMap<>();
        return new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                for (Append one : appends) {
                    Append late = last.put(one.document(), one);
                    if (late != null) {
                        good.append(List.of(anyGeneration(good, late)));
                    }
                }
                return good.append(appends);
            }
        };
    }

    private static Append plain(Append append) {
        return with(
                append,
                append.submissions().stream()
                        .map(s -> new Submission(
                                new OperationId(
                                        s.operation().source().replaceAll("[\\x00\\ud800-\\udfff]", "?"),
                                        s.operation().counter()),
                                s.author(),
                                s.update()))
                        .toList());
    }

    private static Append smallOnly(DocumentStore store, Append append) {
        if (append.submissions().stream().anyMatch(s -> s.update().size() > 1 << 20)) {
            throw new AssertionError(new StorageException("store-failed", "too large"));
        }
        return append;
    }

    private static DocumentStore acceptsDuplicates(DocumentStore good) {
        return new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                List<AppendResult> results = new ArrayList<>();
                for (Append one : appends) {
                    Set<Submission> distinct = new HashSet<>(one.submissions());
                    results.addAll(good.append(List.of(with(one, List.copyOf(distinct)))));
                }
                return results;
            }
        };
    }

    /** Identifies operations of all documents by their id alone. */
    private static DocumentStore oneKeyForAll(DocumentStore good) {
        Map<OperationId, Receipt> known = new HashMap<>();
        return new StoreDecorator(good) {
            @Override
            public List<AppendResult> append(List<Append> appends) {
                List<AppendResult> results = new ArrayList<>();
                for (Append one : appends) {
                    OperationId operation = one.submissions().get(0).operation();
                    Receipt original = known.get(operation);
                    if (original == null) {
                        AppendResult result = good.append(List.of(one)).get(0);
                        Receipt receipt =
                                ((AppendResult.Committed) result).receipts().get(0);
                        known.put(operation, new Receipt(receipt.seq(), receipt.time(), false));
                        results.add(result);
                    } else {
                        results.add(new AppendResult.Committed(List.of(original)));
                    }
                }
                return results;
            }
        };
    }

    private static Append renamed(Append append) {
        return with(
                append,
                append.submissions().stream()
                        .map(s -> new Submission(
                                new OperationId(UUID.randomUUID().toString(), 1), s.author(), s.update()))
                        .toList());
    }

    /** Writes an older submission in place of the new one. */
    private static Append losesSome(DocumentStore store, Append append) {
        Head head = store.heads(List.of(append.document())).get(append.document());
        List<Commit> log =
                store.read(head.document(), head.generation(), 0, 1 << 20).commits();
        return log.size() < 3 ? append : with(append, List.of(log.get(0).submission()));
    }
}
