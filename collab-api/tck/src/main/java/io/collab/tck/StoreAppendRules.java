package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 403 to 416: the results of an append, one call at a time. */
abstract class StoreAppendRules extends StoreDocumentRules {
    StoreAppendRules() {}

    /**
     * An append with the guard {@code After(n)} is written only if n is the last commit. Otherwise the result is a
     * conflict with the head, and nothing is written.
     *
     * <p>If this fails, check that the guard is compared with the sequence number of the document under the lock that
     * also assigns the next number, and that a guard past the head is refused too.
     */
    @Test
    public void required_storage403_appendRejectsStaleGuard() {
        Head head = opened();
        assertEquals(List.of(1L), seqsOf(commit(store, appendAfter(0, head, change()))), "the guard holds");
        assertEquals(List.of(2L), seqsOf(commit(store, appendAfter(1, head, change()))), "the guard holds");

        for (long stale : List.of(0L, 1L, 3L, Long.MAX_VALUE)) {
            AppendResult result = appendOne(store, appendAfter(stale, head, change()));
            assertEquals(headWith(head, 2, 0), conflicting(result), "After(" + stale + ") does not hold at 2");
        }

        assertEquals(List.of(1L, 2L), seqs(log(store, head)), "nothing was written");
        assertEquals(2, headOf(head.document()).seq(), "no number was used");
    }

    /**
     * Sequence numbers start at 1 and have no gaps, within an append and across appends. Every receipt is fresh and in
     * the order of the submissions.
     *
     * <p>If this fails, check that numbers come from a counter of the document and not from a database sequence.
     */
    @Test
    public void required_storage404_appendNumbersWithoutGaps() {
        Head head = opened();

        List<Receipt> first = commit(store, anyAppend(head, changes(3)));
        List<Receipt> second = commit(store, anyAppend(head, changes(2)));

        assertEquals(List.of(1L, 2L, 3L), seqsOf(first), "numbers start at 1");
        assertEquals(List.of(4L, 5L), seqsOf(second), "numbers continue without gaps");
        assertTrue(first.stream().allMatch(Receipt::fresh), "a new submission is fresh");
        assertEquals(headWith(head, 5, 0), headOf(head.document()), "the head is at the last commit");
    }

    /**
     * A commit is read with every field of its submission, and with the sequence number and the time of its receipt.
     *
     * <p>If this fails, check the precision of the stored time against that of the receipt, and that empty updates, all
     * byte values and counters up to the largest long are stored.
     */
    @Test
    public void required_storage405_appendKeepsEveryField() {
        Head head = opened();
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }
        List<Submission> submissions = List.of(
                new Submission(new OperationId("s1", 0), new Author("", "", ""), Update.of(new byte[0])),
                new Submission(
                        new OperationId("s".repeat(64), Long.MAX_VALUE),
                        new Author("p".repeat(255), "c".repeat(64), "n".repeat(64)),
                        Update.of(allBytes)),
                new Submission(
                        new OperationId("s1", 1), new Author("\u00e4nna \ud83d\ude00", "c", "n"), change().update()));

        List<Receipt> receipts = commit(store, anyAppend(head, submissions));

        List<Commit> expected = new ArrayList<>();
        for (int i = 0; i < submissions.size(); i++) {
            Receipt receipt = receipts.get(i);
            expected.add(
                    new Commit(head.document(), head.generation(), receipt.seq(), receipt.time(), submissions.get(i)));
        }
        assertEquals(expected, log(store, head), "commits are read as they were submitted and receipted");
        assertEquals(expected, log(anotherStore(), head), "commits are the same on every node");
    }

    /**
     * An append of known operations returns their original receipts, whatever its guard. So a retry under
     * {@code After(n)} succeeds although the head has changed, by the append itself or by another writer.
     *
     * <p>If this fails, check that known operations are searched before the guard is compared, and that the result has
     * the stored numbers and times and no new ones.
     */
    @Test
    public void required_storage406_appendAnswersARetryWithTheOriginalReceipts() {
        Head head = opened();
        Append guarded = appendAfter(0, head, change(), change());
        List<Receipt> original = commit(store, guarded);

        assertEquals(known(original), commit(store, guarded), "a retry under a guard that no longer holds");
        assertEquals(
                known(original), commit(store, anyAppend(head, guarded.submissions())), "a retry under another guard");
        List<Submission> reversed = new ArrayList<>(guarded.submissions());
        Collections.reverse(reversed);
        List<Receipt> reversedReceipts = new ArrayList<>(known(original));
        Collections.reverse(reversedReceipts);
        assertEquals(reversedReceipts, commit(store, anyAppend(head, reversed)), "receipts follow the submissions");
        assertEquals(2, log(store, head).size(), "nothing was written twice");
    }

    /**
     * If a result is lost and other writers commit before the retry, the retry still returns the original numbers and
     * times.
     *
     * <p>If this fails, check that the receipts of known operations are read from the log. The head minus the size of
     * the batch is wrong as soon as another writer has committed.
     */
    @Test
    public void required_storage407_lostAnswerWithAForeignCommitInBetween() {
        Head head = opened();
        DocumentStore other = anotherStore();
        Append lost = anyAppend(head, change(), change());
        List<Receipt> neverSeen = commit(store, lost);
        commit(other, anyAppend(head, change()));

        assertEquals(known(neverSeen), commit(store, lost), "the retry gets the original receipts");
        assertEquals(known(neverSeen), commit(other, lost), "the retry on another node gets them too");
        assertEquals(List.of(1L, 2L, 3L), seqs(log(store, head)), "nothing was written twice");
    }

    /**
     * Under {@code Any} only unknown operations are written. Receipts are in the order of the submissions, original
     * ones between fresh ones.
     *
     * <p>If this fails, check that the numbers of the unknown operations have no gaps where known ones are between
     * them.
     */
    @Test
    public void required_storage408_appendWritesOnlyUnknownOperations() {
        Head head = opened();
        List<Submission> all = changes(5);
        List<Receipt> first = commit(store, anyAppend(head, all.get(1), all.get(3)));

        List<Receipt> second = commit(store, anyAppend(head, all));

        assertEquals(List.of(3L, 1L, 4L, 2L, 5L), seqsOf(second), "known operations keep their numbers");
        assertEquals(
                List.of(true, false, true, false, true),
                second.stream().map(Receipt::fresh).toList(),
                "only the others are fresh");
        assertEquals(known(first), List.of(second.get(1), second.get(3)), "original receipts are returned again");
        assertEquals(5, log(store, head).size(), "nothing was written twice");
    }

    /**
     * Under {@code After} an append with some known and some unknown operations is a conflict, even if the guard holds.
     *
     * <p>If this fails, check the order of the decisions: all known, then the guard, then partly known.
     */
    @Test
    public void required_storage409_appendRejectsPartlyKnownUnderAfter() {
        Head head = opened();
        Submission known = change();
        commit(store, anyAppend(head, known));

        for (long guard : List.of(0L, 1L)) {
            AppendResult result = appendOne(store, appendAfter(guard, head, known, change()));
            assertEquals(headWith(head, 1, 0), conflicting(result), "partly known under After(" + guard + ")");
        }
        assertEquals(1, log(store, head).size(), "nothing was written");
    }

    /**
     * An append for another generation is refused with the current head, and one for an absent document without a head,
     * whether its operations are known or not.
     *
     * <p>If this fails, check that the generation is compared first, and under the lock.
     */
    @Test
    public void required_storage410_appendRejectsAnotherGeneration() {
        Head head = opened();
        Submission known = change();
        commit(store, anyAppend(head, known));
        Head stale = new Head(head.document(), newGeneration(), ENGINE, FORMAT, 1, 0);

        for (Append append :
                List.of(anyAppend(stale, change()), anyAppend(stale, known), appendAfter(1, stale, change()))) {
            AppendResult result = appendOne(store, append);
            assertEquals(new AppendResult.WrongGeneration(headWith(head, 1, 0)), result, "another generation");
        }
        Head absent = new Head(newDocument(), head.generation(), ENGINE, FORMAT, 0, 0);
        assertEquals(
                new AppendResult.WrongGeneration(null),
                appendOne(store, anyAppend(absent, change())),
                "an absent document");
        assertEquals(1, log(store, head).size(), "nothing was written");
        assertEquals(
                List.of(), List.copyOf(store.heads(List.of(absent.document())).keySet()), "no document was created");
    }

    /**
     * An append to many documents is decided separately for each of them, all or nothing. A refusal for one document
     * does not prevent the writes for the others, and each result is at the index of its append.
     *
     * <p>If this fails, check that a refused document neither rolls back nor hides the others, and that the results are
     * not in the order in which documents were locked.
     */
    @Test
    public void required_storage411_appendIsAtomicPerDocument() {
        Head written = opened();
        Head conflicted = opened();
        Head replaced = opened();
        Head last = opened();
        Head absent = new Head(newDocument(), newGeneration(), ENGINE, FORMAT, 0, 0);
        Submission known = change();
        commit(store, anyAppend(conflicted, known));
        Head stale = new Head(replaced.document(), newGeneration(), ENGINE, FORMAT, 0, 0);

        List<AppendResult> results = store.append(List.of(
                anyAppend(last, changes(2)),
                anyAppend(absent, change()),
                appendAfter(1, conflicted, known, change()),
                anyAppend(stale, change()),
                anyAppend(written, changes(3))));

        assertEquals(5, results.size(), "one result per append");
        assertEquals(List.of(1L, 2L), seqsOf(committed(results.get(0))), "the first is written");
        assertEquals(new AppendResult.WrongGeneration(null), results.get(1), "the absent document is reported");
        assertEquals(headWith(conflicted, 1, 0), conflicting(results.get(2)), "the conflict is reported");
        assertInstanceOf(AppendResult.WrongGeneration.class, results.get(3), "the other generation is reported");
        assertEquals(List.of(1L, 2L, 3L), seqsOf(committed(results.get(4))), "the last is written");
        assertEquals(1, log(store, conflicted).size(), "nothing of a refused append is written");
        assertEquals(0, log(store, replaced).size(), "nothing of a refused append is written");
        assertEquals(3, log(store, written).size());
        assertEquals(2, log(store, last).size());
    }

    /**
     * An append may contain thousands of submissions for hundreds of documents.
     *
     * <p>If this fails, check the limits on the number of parameters of one statement.
     */
    @Test
    public void required_storage412_appendAcceptsLargeBatches() {
        List<Head> heads = new ArrayList<>();
        List<Append> batch = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Head head = opened();
            heads.add(head);
            batch.add(anyAppend(head, changes(i % 19 + 1)));
        }

        List<AppendResult> results = store.append(batch);

        assertEquals(batch.size(), results.size(), "one result per append");
        for (int i = 0; i < batch.size(); i++) {
            List<Submission> expected = batch.get(i).submissions();
            assertEquals(expected.size(), committed(results.get(i)).size(), "one receipt per submission");
            assertEquals(expected, submissions(log(store, heads.get(i))), "each document has its own submissions");
        }
        assertEquals(List.of(), store.append(List.of()), "an empty call has an empty result");
    }

    /**
     * Text that is difficult for databases is read back unchanged, or the append throws and nothing is written.
     * Operation ids that differ only in such characters are never confused.
     *
     * <p>If this fails, check U+0000 (PostgreSQL refuses it), unpaired surrogates (drivers replace them by a question
     * mark), trailing spaces, and collations that fold case or accents.
     */
    @Test
    public void required_storage413_appendPreservesUnusualText() {
        Head head = opened();
        List<String> sources = List.of(
                "a",
                "A",
                "a ",
                " a",
                "\u00e1",
                "a\u0301",
                "?",
                "\ud800",
                "\udc00",
                "\ud800?",
                "\u0000",
                "a\u0000b",
                "a\\b",
                "a\\\\b",
                "\\0000",
                "'",
                "%",
                "\ufffd",
                "\ud83d\ude00");
        List<Submission> written = new ArrayList<>();
        for (String source : sources) {
            Submission submission = new Submission(
                    new OperationId(source, 1), new Author(source, source, source), Update.of(new byte[] {1}));
            try {
                Receipt receipt = commit(store, anyAppend(head, submission)).get(0);
                assertTrue(receipt.fresh(), "an operation id is confused with another one");
                written.add(submission);
            } catch (StorageException refused) {
                assertEquals(written.size(), headOf(head.document()).seq(), "a refused append writes nothing");
            }
        }
        assertEquals(written, submissions(log(store, head)), "a written submission is read unchanged");
    }

    /**
     * Updates of several megabytes are stored.
     *
     * <p>If this fails, check the maximum value of the column and of the driver.
     */
    @Test
    public void required_storage414_appendKeepsLargeUpdates() {
        Head head = opened();
        List<Submission> large = List.of(changeOfSize(6 << 20), changeOfSize(1 << 20));

        commit(store, anyAppend(head, large));

        assertEquals(large, submissions(log(store, head)), "large updates are read unchanged");
    }

    /**
     * A call with the same document twice, or with the same operation of one document twice, is a mistake of the
     * caller.
     *
     * <p>If this fails, check the arguments before anything is written: within one statement both copies look unknown.
     */
    @Test
    public void required_storage415_appendRefusesDuplicatesInOneCall() {
        Head head = opened();
        Submission submission = change();

        assertThrows(
                IllegalArgumentException.class,
                () -> store.append(List.of(anyAppend(head, change()), anyAppend(head, change()))),
                "one document twice");
        assertThrows(
                IllegalArgumentException.class,
                () -> store.append(List.of(anyAppend(head, submission, submission))),
                "one operation twice");
        assertEquals(0, log(store, head).size(), "nothing was written");
    }

    /**
     * The same operation id in two documents identifies two operations.
     *
     * <p>If this fails, check that the unique key starts with the document.
     */
    @Test
    public void required_storage416_operationIdsBelongToTheirDocument() {
        Head one = opened();
        Head two = opened();
        Submission submission = change();

        List<AppendResult> results = store.append(List.of(anyAppend(one, submission), anyAppend(two, submission)));

        for (AppendResult result : results) {
            assertTrue(committed(result).get(0).fresh(), "another document does not know the operation");
        }
        assertNull(store.read(two.document(), two.generation(), DocumentStore.NONE, MAX_PAGE_BYTES)
                .snapshot());
        assertEquals(List.of(submission), submissions(log(store, two)));
    }

    static List<Receipt> known(List<Receipt> receipts) {
        return receipts.stream()
                .map(receipt -> new Receipt(receipt.seq(), receipt.time(), false))
                .toList();
    }
}
