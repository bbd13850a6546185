package io.collab.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collab.api.Author;
import io.collab.api.Commit;
import io.collab.api.OperationId;
import io.collab.api.StorageException;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Head;
import io.collab.spi.storage.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules 403 to 416: what an append answers, one call at a time. */
abstract class StoreAppendRules extends StoreDocumentRules {
    StoreAppendRules() {}

    /**
     * An append with the guard {@code After(n)} is taken only when the last commit is n; otherwise it is a conflict
     * that carries the head, and nothing is written.
     *
     * <p>If this fails, check that the guard is compared with the document's sequence number under the lock that also
     * gives out the next one, and that a guard ahead of the log is refused too.
     */
    @Test
    public void required_storage403_appendRejectsStaleGuard() {
        Head head = opened();
        assertEquals(List.of(1L), seqsOf(commit(store, appendAfter(0, head, change()))), "the guard holds");
        assertEquals(List.of(2L), seqsOf(commit(store, appendAfter(1, head, change()))), "the guard holds");

        for (long stale : List.of(0L, 1L, 3L, Long.MAX_VALUE)) {
            AppendResult answer = appendOne(store, appendAfter(stale, head, change()));
            assertEquals(headWith(head, 2, 0), conflicting(answer), "After(" + stale + ") does not hold at 2");
        }

        assertEquals(List.of(1L, 2L), seqs(log(store, head)), "nothing was written");
        assertEquals(2, headOf(head.document()).seq(), "and no number was used up");
    }

    /**
     * Sequence numbers start at 1 and have no gaps, within an append and from one to the next; every receipt is fresh
     * and in the order of the submissions.
     *
     * <p>If this fails, check that numbers come from the document's own counter and not from a database sequence.
     */
    @Test
    public void required_storage404_appendNumbersWithoutGaps() {
        Head head = opened();

        List<Receipt> first = commit(store, anyAppend(head, changes(3)));
        List<Receipt> second = commit(store, anyAppend(head, changes(2)));

        assertEquals(List.of(1L, 2L, 3L), seqsOf(first), "numbers start at 1");
        assertEquals(List.of(4L, 5L), seqsOf(second), "and go on without gaps");
        assertTrue(first.stream().allMatch(Receipt::fresh), "what was not there is fresh");
        assertEquals(headWith(head, 5, 0), headOf(head.document()), "the head is at the last one");
    }

    /**
     * A commit comes back with every field of its submission, and with the number and the time of its receipt.
     *
     * <p>If this fails, check the precision of the stored time against that of the receipt, and that empty updates, all
     * byte values and counters up to the largest long are kept.
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
        assertEquals(expected, log(store, head), "commits come back as they were submitted and receipted");
        assertEquals(expected, log(anotherStore(), head), "on every node");
    }

    /**
     * An append whose operations are all known is answered with their original receipts, whatever its guard: so a retry
     * under {@code After(n)} succeeds although the head has moved, by itself or by others.
     *
     * <p>If this fails, check that known operations are looked for before the guard is compared, and that the answer
     * has the stored numbers and times, not new ones.
     */
    @Test
    public void required_storage406_appendAnswersARetryWithTheOriginalReceipts() {
        Head head = opened();
        Append guarded = appendAfter(0, head, change(), change());
        List<Receipt> original = commit(store, guarded);

        assertEquals(known(original), commit(store, guarded), "asked again under a guard that does not hold any more");
        assertEquals(
                known(original),
                commit(store, anyAppend(head, guarded.submissions())),
                "asked again under another guard");
        List<Submission> reversed = new ArrayList<>(guarded.submissions());
        Collections.reverse(reversed);
        List<Receipt> reversedReceipts = new ArrayList<>(known(original));
        Collections.reverse(reversedReceipts);
        assertEquals(reversedReceipts, commit(store, anyAppend(head, reversed)), "receipts follow the submissions");
        assertEquals(2, log(store, head).size(), "nothing was written twice");
    }

    /**
     * When an answer is lost and others commit before the retry, the retry still gets the original numbers and times.
     *
     * <p>If this fails, check that receipts of known operations are read from the log; the head minus the batch size is
     * the wrong number as soon as somebody else has written.
     */
    @Test
    public void required_storage407_lostAnswerWithAForeignCommitInBetween() {
        Head head = opened();
        DocumentStore other = anotherStore();
        Append lost = anyAppend(head, change(), change());
        List<Receipt> neverSeen = commit(store, lost);
        commit(other, anyAppend(head, change()));

        assertEquals(known(neverSeen), commit(store, lost), "the retry gets the original receipts");
        assertEquals(known(neverSeen), commit(other, lost), "on another node too");
        assertEquals(List.of(1L, 2L, 3L), seqs(log(store, head)), "nothing was written twice");
    }

    /**
     * Under {@code Any} only what is unknown is written; receipts come in the order of the submissions, original ones
     * among fresh ones.
     *
     * <p>If this fails, check that the numbers of the unknown ones have no holes where known ones stand between them.
     */
    @Test
    public void required_storage408_appendWritesOnlyUnknownOperations() {
        Head head = opened();
        List<Submission> all = changes(5);
        List<Receipt> first = commit(store, anyAppend(head, all.get(1), all.get(3)));

        List<Receipt> second = commit(store, anyAppend(head, all));

        assertEquals(List.of(3L, 1L, 4L, 2L, 5L), seqsOf(second), "known ones keep their numbers");
        assertEquals(
                List.of(true, false, true, false, true),
                second.stream().map(Receipt::fresh).toList(),
                "and only the others are fresh");
        assertEquals(known(first), List.of(second.get(1), second.get(3)), "original receipts are repeated");
        assertEquals(5, log(store, head).size(), "nothing was written twice");
    }

    /**
     * Under {@code After} an append of which only some operations are known is a conflict, even where the guard holds.
     *
     * <p>If this fails, check the order of the questions: all known, then the guard, then partly known.
     */
    @Test
    public void required_storage409_appendRejectsPartlyKnownUnderAfter() {
        Head head = opened();
        Submission known = change();
        commit(store, anyAppend(head, known));

        for (long guard : List.of(0L, 1L)) {
            AppendResult answer = appendOne(store, appendAfter(guard, head, known, change()));
            assertEquals(headWith(head, 1, 0), conflicting(answer), "partly known under After(" + guard + ")");
        }
        assertEquals(1, log(store, head).size(), "nothing was written");
    }

    /**
     * An append for another generation is refused with the head that is there, one for an absent document without a
     * head, known operations or not.
     *
     * <p>If this fails, check that the generation is compared first of all, and under the lock.
     */
    @Test
    public void required_storage410_appendRejectsAnotherGeneration() {
        Head head = opened();
        Submission known = change();
        commit(store, anyAppend(head, known));
        Head stale = new Head(head.document(), newGeneration(), ENGINE, FORMAT, 1, 0);

        for (Append append :
                List.of(anyAppend(stale, change()), anyAppend(stale, known), appendAfter(1, stale, change()))) {
            AppendResult answer = appendOne(store, append);
            assertEquals(new AppendResult.WrongGeneration(headWith(head, 1, 0)), answer, "another generation");
        }
        Head absent = new Head(newDocument(), head.generation(), ENGINE, FORMAT, 0, 0);
        assertEquals(
                new AppendResult.WrongGeneration(null),
                appendOne(store, anyAppend(absent, change())),
                "an absent document");
        assertEquals(1, log(store, head).size(), "nothing was written");
        assertEquals(
                List.of(), List.copyOf(store.heads(List.of(absent.document())).keySet()), "and nothing made");
    }

    /**
     * An append to many documents is decided for each of them by itself, all or nothing: what is refused for one is
     * written for the others, and every answer stands at its append's place.
     *
     * <p>If this fails, check that a refused document neither undoes nor hides the others, and that answers are not in
     * the order in which documents were locked.
     */
    @Test
    public void required_storage411_appendIsAtomicPerDocument() {
        Head taken = opened();
        Head conflicted = opened();
        Head replaced = opened();
        Head last = opened();
        Head absent = new Head(newDocument(), newGeneration(), ENGINE, FORMAT, 0, 0);
        Submission known = change();
        commit(store, anyAppend(conflicted, known));
        Head stale = new Head(replaced.document(), newGeneration(), ENGINE, FORMAT, 0, 0);

        List<AppendResult> answers = store.append(List.of(
                anyAppend(last, changes(2)),
                anyAppend(absent, change()),
                appendAfter(1, conflicted, known, change()),
                anyAppend(stale, change()),
                anyAppend(taken, changes(3))));

        assertEquals(5, answers.size(), "one answer per append");
        assertEquals(List.of(1L, 2L), seqsOf(committed(answers.get(0))), "the first is written");
        assertEquals(new AppendResult.WrongGeneration(null), answers.get(1), "the absent one is told");
        assertEquals(headWith(conflicted, 1, 0), conflicting(answers.get(2)), "the conflict is told");
        assertInstanceOf(AppendResult.WrongGeneration.class, answers.get(3), "the other generation is told");
        assertEquals(List.of(1L, 2L, 3L), seqsOf(committed(answers.get(4))), "the last is written");
        assertEquals(1, log(store, conflicted).size(), "of a refused append nothing is written");
        assertEquals(0, log(store, replaced).size(), "of a refused append nothing is written");
        assertEquals(3, log(store, taken).size());
        assertEquals(2, log(store, last).size());
    }

    /**
     * An append may carry some thousand submissions over hundreds of documents.
     *
     * <p>If this fails, check for limits on the number of parameters of one statement.
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

        List<AppendResult> answers = store.append(batch);

        assertEquals(batch.size(), answers.size(), "one answer per append");
        for (int i = 0; i < batch.size(); i++) {
            List<Submission> expected = batch.get(i).submissions();
            assertEquals(expected.size(), committed(answers.get(i)).size(), "one receipt per submission");
            assertEquals(expected, submissions(log(store, heads.get(i))), "each document has its own submissions");
        }
        assertEquals(List.of(), store.append(List.of()), "appending nothing is answered with nothing");
    }

    /**
     * Text that databases find hard comes back unchanged, or the append throws and nothing is written: operation ids
     * that differ only there are never taken for one.
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
        List<Submission> taken = new ArrayList<>();
        for (String source : sources) {
            Submission submission = new Submission(
                    new OperationId(source, 1), new Author(source, source, source), Update.of(new byte[] {1}));
            try {
                Receipt receipt = commit(store, anyAppend(head, submission)).get(0);
                assertTrue(receipt.fresh(), "an operation id is taken for another one");
                taken.add(submission);
            } catch (StorageException refused) {
                assertEquals(taken.size(), headOf(head.document()).seq(), "what is refused leaves nothing behind");
            }
        }
        assertEquals(taken, submissions(log(store, head)), "what is taken comes back as it was");
    }

    /**
     * Updates of some megabytes are kept.
     *
     * <p>If this fails, check the largest value of the column and of the driver.
     */
    @Test
    public void required_storage414_appendKeepsLargeUpdates() {
        Head head = opened();
        List<Submission> large = List.of(changeOfSize(6 << 20), changeOfSize(1 << 20));

        commit(store, anyAppend(head, large));

        assertEquals(large, submissions(log(store, head)), "large updates come back as they were");
    }

    /**
     * A call that names a document twice, or an operation of one document twice, is a mistake of the caller.
     *
     * <p>If this fails, check the arguments before anything is written: in one statement both copies look unknown.
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
     * The same operation id in two documents is two operations.
     *
     * <p>If this fails, check that the unique key begins with the document.
     */
    @Test
    public void required_storage416_operationIdsBelongToTheirDocument() {
        Head one = opened();
        Head two = opened();
        Submission submission = change();

        List<AppendResult> answers = store.append(List.of(anyAppend(one, submission), anyAppend(two, submission)));

        for (AppendResult answer : answers) {
            assertTrue(committed(answer).get(0).fresh(), "another document has never seen the operation");
        }
        assertNull(store.read(two.document(), two.generation(), DocumentStore.NONE, PLENTY)
                .snapshot());
        assertEquals(List.of(submission), submissions(log(store, two)));
    }

    static List<Receipt> known(List<Receipt> receipts) {
        return receipts.stream()
                .map(receipt -> new Receipt(receipt.seq(), receipt.time(), false))
                .toList();
    }
}
