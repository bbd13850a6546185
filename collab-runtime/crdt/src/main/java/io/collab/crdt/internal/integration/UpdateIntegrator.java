package io.collab.crdt.internal.integration;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.internal.buffer.IntList;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.RootTypes;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.internal.store.TransactionRecord;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.StructWriter;
import io.collab.crdt.update.UpdateFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Integrates the structs of one decoded update in causal order and returns those that become pending. A struct is
 * pending if its client lacks an earlier one, or if an origin or a parent is missing; then all later structs of its
 * client in the update are pending too.
 */
final class UpdateIntegrator {

    /** Contents that are plain data: no types, subdocuments or marks. */
    private static final int DATA =
            1 << StructCursor.JSON | 1 << StructCursor.BINARY | 1 << StructCursor.STRING | 1 << StructCursor.ANY;

    private final Integrator integrator;
    private final RootTypes roots;
    private final StructStore store;
    private final IncomingUpdate in;
    private final ContentReader contentReader;

    /** Per section, the next row to be integrated; NONE if the rest of the section is pending. */
    private int[] next = new int[4];

    /** Sections in ascending order of clients; the last remaining one is processed first. */
    private int[] order = new int[4];

    private int orderLeft;
    private final Map<Long, Integer> sectionOf = new HashMap<>();
    private final IntList stack = new IntList();
    private final Map<Long, int[]> postponed = new TreeMap<>();
    private final Map<Long, Long> missing = new HashMap<>();

    private TransactionRecord transaction;
    private boolean discardsReplaced;
    private int left;
    private int right;
    private @Nullable Branch parent;
    private @Nullable String key;

    UpdateIntegrator(Integrator integrator, RootTypes roots, IncomingUpdate in) {
        this.integrator = integrator;
        this.roots = roots;
        this.store = integrator.store;
        this.in = in;
        this.contentReader = new ContentReader(store);
        this.transaction = new TransactionRecord(store, false, 0);
    }

    /** The structs that become pending, and the lowest missing clock per client. */
    record Rest(byte[] update, Map<Long, Long> missing) {}

    /** Integrates all structs whose dependencies are present, higher client ids first. Returns the others, or null. */
    @Nullable
    Rest integrate(TransactionRecord into, boolean observed) {
        transaction = into;
        discardsReplaced = integrator.gc && !observed;
        begin();
        int row = nextRow();
        while (row != NONE) {
            if (in.content[row] != StructCursor.SKIP) {
                int required = process(row);
                if (required != NONE) {
                    row = required;
                    continue;
                }
            }
            row = stack.size() > 0 ? stack.removeLast() : nextRow();
        }
        if (postponed.isEmpty()) {
            return null;
        }
        Rest rest = new Rest(encodePostponed(), Map.copyOf(missing));
        postponed.clear();
        missing.clear();
        return rest;
    }

    private void begin() {
        int count = in.sections;
        if (next.length < count) {
            next = new int[count];
            order = new int[count];
        }
        orderLeft = count;
        boolean sorted = true;
        if (count > 1) {
            sectionOf.clear();
        }
        for (int i = 0; i < count; i++) {
            next[i] = in.sectionStart[i];
            order[count - 1 - i] = i;
            sorted &= i == 0 || in.sectionClient[i - 1] > in.sectionClient[i];
            if (count > 1) {
                sectionOf.put(in.sectionClient[i], i);
            }
        }
        if (!sorted) {
            sortOrder();
        }
    }

    /** Integrates a row or makes it pending; returns the row that must be integrated first, or NONE. */
    private int process(int row) {
        long id = in.sectionClient[in.section[row]];
        ClientStructs client = store.clients.find(id);
        int state = client == null ? 0 : client.state;
        int offset = state - in.clock[row];
        if (offset < 0) {
            stack.add(row);
            addMissing(id, in.clock[row] - 1L);
            postponeStack();
            return NONE;
        }
        if (client != null && offset == 0 && extendsLastRun(row, id, client)) {
            return NONE;
        }
        long required = missingClient(row, id);
        if (required == NONE) {
            resolve(row, client);
            if (offset < in.length[row]) {
                add(row, client == null ? store.clients.intern(id) : client, offset);
            }
            return NONE;
        }
        stack.add(row);
        Integer section = in.sections > 1 ? sectionOf.get(required) : null;
        if (section == null || next[section] == NONE || next[section] == in.sectionEnd[section]) {
            ClientStructs known = store.clients.find(required);
            addMissing(required, known == null ? 0 : known.state);
            postponeStack();
            return NONE;
        }
        return next[section]++;
    }

    /**
     * Appends text that continues the last run of its client to that run. A struct for it would be merged with the run
     * at the end of the transaction; the result is the same.
     */
    private boolean extendsLastRun(int row, long id, ClientStructs client) {
        int state = client.state;
        if (in.content[row] != StructCursor.STRING || in.originClient[row] != id || in.originClock[row] != state - 1) {
            return false;
        }
        int last = client.locate(state - 1);
        int next = store.right[last];
        boolean beforeNext = next == NONE
                ? in.rightClient[row] == StructCursor.NONE
                : store.clock[next] == in.rightClock[row] && store.owner(next).id == in.rightClient[row];
        if (!beforeNext || !store.isOpenRun(last, next)) {
            return false;
        }
        transaction.touch(client);
        client.text().appendEncoded(in.bytes, in.contentAt[row], 0);
        store.extendLast(client, last, in.length[row]);
        transaction.addChanged(store.parentOf(last), null);
        return true;
    }

    private int nextRow() {
        while (orderLeft > 0) {
            int section = order[orderLeft - 1];
            if (next[section] != NONE && next[section] < in.sectionEnd[section]) {
                return next[section]++;
            }
            orderLeft--;
        }
        return NONE;
    }

    private void addMissing(long client, long clock) {
        missing.merge(client, clock, Math::min);
    }

    /** Makes the rows on the stack and all later rows of their sections pending. */
    private void postponeStack() {
        for (int i = 0; i < stack.size(); i++) {
            int row = stack.get(i);
            int section = in.section[row];
            long client = in.sectionClient[section];
            if (next[section] != NONE) {
                postponed.put(client, new int[] {next[section] - 1, in.sectionEnd[section]});
                next[section] = NONE;
            } else {
                int[] known = postponed.get(client);
                if (known != null && known[0] > row) {
                    known[0] = row;
                }
            }
        }
        stack.clear();
    }

    /** Returns the client of a missing struct to which this row refers, or NONE. */
    private long missingClient(int row, long id) {
        long client = in.originClient[row];
        if (client != StructCursor.NONE && client != id && in.originClock[row] >= stateOf(client)) {
            return client;
        }
        client = in.rightClient[row];
        if (client != StructCursor.NONE && client != id && in.rightClock[row] >= stateOf(client)) {
            return client;
        }
        client = in.parentClient[row];
        if (client != StructCursor.NONE && client != id && in.parentClock[row] >= stateOf(client)) {
            return client;
        }
        return NONE;
    }

    private int stateOf(long id) {
        ClientStructs client = store.clients.find(id);
        return client == null ? 0 : client.state;
    }

    /** Finds the neighbours and the parent of a row; a row without a parent becomes garbage. */
    private void resolve(int row, @Nullable ClientStructs own) {
        left = NONE;
        right = NONE;
        parent = null;
        key = null;
        if (in.content[row] == StructCursor.GC) {
            return;
        }
        if (in.originClient[row] != StructCursor.NONE) {
            left = store.cleanEnd(transaction, known(in.originClient[row], own), in.originClock[row]);
        }
        if (in.rightClient[row] != StructCursor.NONE) {
            right = store.cleanStart(transaction, known(in.rightClient[row], own), in.rightClock[row]);
        }
        if (left != NONE && store.isGc(left) || right != NONE && store.isGc(right)) {
            return;
        }
        if (left != NONE || right != NONE) {
            int sibling = left != NONE ? left : right;
            parent = store.parent[sibling];
            key = store.key.get(sibling);
            return;
        }
        if (in.rootAt[row] >= 0) {
            parent =
                    roots.get(ContentReader.decoderAt(in.cursor, in.rootAt[row]).readVarString());
        } else {
            int item = known(in.parentClient[row], own).locate(in.parentClock[row]);
            parent = store.content(item) == StructCursor.TYPE ? store.branch(item) : null;
        }
        if (in.keyAt[row] >= 0) {
            key = store.intern(ContentReader.decoderAt(in.cursor, in.keyAt[row]).readVarString());
        }
    }

    private ClientStructs known(long id, @Nullable ClientStructs own) {
        if (own != null && own.id == id) {
            return own;
        }
        ClientStructs client = store.clients.find(id);
        if (client == null) {
            throw new IllegalStateException("a verified dependency does not exist");
        }
        return client;
    }

    /** Adds a row without its first {@code offset} clocks, which exist already. */
    private void add(int row, ClientStructs client, int offset) {
        if (offset > 0 && in.content[row] != StructCursor.GC) {
            left = store.cleanEnd(transaction, client, in.clock[row] + offset - 1);
            parent = store.parent[left]; // null if it is garbage; the parent in the update is the same
            key = store.key.get(left);
        }
        int slot = store.allocate();
        store.client[slot] = client.index;
        store.clock[slot] = in.clock[row] + offset;
        store.length[slot] = in.length[row] - offset;
        Branch of = parent;
        if (of == null) {
            store.makeGc(slot);
            store.append(transaction, slot);
            return;
        }
        if (left != NONE && (offset > 0 || in.originClient[row] != StructCursor.NONE)) {
            store.originClient[slot] = store.client[left];
            // not the present end of the left one: the right origin may have cut it
            store.originClock[slot] = offset > 0 ? in.clock[row] + offset - 1 : in.originClock[row];
        }
        if (in.rightClient[row] != StructCursor.NONE) {
            store.rightClient[slot] = store.client[right];
            store.rightClock[slot] = store.clock[right];
        }
        store.parent[slot] = of;
        store.key.set(slot, key);
        store.info[slot] = (byte) in.content[row];
        int place = integrator.findPlace(slot, left, right);
        if (isDiscarded(slot, place)) {
            store.info[slot] = StructCursor.DELETED;
        } else {
            contentReader.read(in.cursor, in.contentAt[row], slot, offset);
        }
        integrator.integrate(transaction, slot, place);
    }

    /**
     * Returns whether an item is a value of a key that has a later one, so that its data would be collected at the end
     * of the transaction before any observer sees it.
     */
    private boolean isDiscarded(int slot, int place) {
        return discardsReplaced
                && key != null
                && (DATA >> store.content(slot) & 1) != 0
                && (place == NONE ? store.parentOf(slot).last(key) : store.right[place]) != NONE;
    }

    /** Encodes the pending rows as an unfolded update without deletions, clients in descending order. */
    private byte[] encodePostponed() {
        StructWriter out = UpdateFormat.UNFOLDED.writer();
        List<Long> clients = new ArrayList<>(postponed.keySet());
        for (int i = clients.size() - 1; i >= 0; i--) {
            int[] rows = postponed.getOrDefault(clients.get(i), new int[2]);
            for (int row = rows[0]; row < rows[1]; row++) {
                in.copyRow(row, out);
            }
        }
        return out.toByteArray(new DeleteSet());
    }

    private void sortOrder() {
        List<Integer> sections = new ArrayList<>();
        for (int i = 0; i < in.sections; i++) {
            sections.add(i);
        }
        sections.sort((a, b) -> Long.compare(in.sectionClient[a], in.sectionClient[b]));
        for (int i = 0; i < in.sections; i++) {
            order[i] = sections.get(i);
        }
    }
}
