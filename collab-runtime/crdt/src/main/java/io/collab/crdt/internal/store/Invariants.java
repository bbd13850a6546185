package io.collab.crdt.internal.store;

import static io.collab.crdt.internal.store.StructStore.NONE;

import io.collab.crdt.update.StructCursor;
import java.util.BitSet;
import java.util.Collection;

/**
 * The invariants that hold between transactions; {@code PendingUpdates} verifies I10.
 *
 * <pre>
 * I1  the structs of a client are contiguous from clock 0 to its state; each is found by its first and last clock
 * I2  neighbours are linked in both directions: right[left[s]] = s = left[right[s]], with the same type and key
 * I3  every item is reached exactly once: from the beginning of its list, or from the last value of its key
 * I4  the length of a list is the sum of the lengths of its visible items
 * I5  of the values of a key, all but the last are deleted; only an untrusted update can contain a run of several
 *     values there, and a cut leaves its first part alive and invisible
 * I6  a run of text or values is inside its client's buffer
 * I7  the content of a deleted type is deleted; a type whose item was collected is empty
 * I8  the id of an origin exists
 * I9  a GC struct is deleted and has neither parent nor neighbours
 * I10 structs are pending if and only if a dependency is missing
 * I11 the index of a list, if it exists, has exactly the items of the list, and the right lengths
 * I12 known siblings follow their left origin and one another directly, in ascending order of client ids
 * </pre>
 */
public final class Invariants {

    private final StructStore store;
    private final Collection<Branch> roots;
    private final BitSet reached = new BitSet();

    public Invariants(StructStore store, Collection<Branch> roots) {
        this.store = store;
        this.roots = roots;
    }

    public void check() {
        roots.forEach(this::checkBranch);
        for (int i = 0; i < store.clients.count(); i++) {
            checkBranchesOf(store.clients.get(i));
        }
        for (int i = 0; i < store.clients.count(); i++) {
            checkClient(store.clients.get(i));
        }
    }

    private void checkBranchesOf(ClientStructs client) {
        for (int slot : client.slotsFrom(0)) {
            if (store.content(slot) == StructCursor.TYPE) {
                Branch branch = store.branch(slot);
                require(branch.item == slot, "I2", "the type has another item");
                checkBranch(branch);
                if (store.isDeleted(slot)) {
                    require(branch.length == 0, "I7", "a deleted type has visible units");
                }
            }
        }
    }

    private void checkClient(ClientStructs client) {
        int clock = 0;
        for (int slot : client.slotsFrom(0)) {
            require(store.owner(slot) == client && store.clock[slot] == clock, "I1", "gap at " + clock);
            require(store.length[slot] > 0, "I1", "empty struct at " + clock);
            clock += store.length[slot];
            require(
                    client.locate(store.clock[slot]) == slot && client.locate(clock - 1) == slot,
                    "I1",
                    "struct not found by its clock");
            if (store.isGc(slot)) {
                require(
                        store.isDeleted(slot)
                                && store.parent[slot] == null
                                && store.left[slot] == NONE
                                && store.right[slot] == NONE,
                        "I9",
                        "linked garbage");
            } else {
                require(reached.get(slot), "I3", "item not reached");
                checkOrigin(store.originClient[slot], store.originClock[slot]);
                checkOrigin(store.rightClient[slot], store.rightClock[slot]);
                checkContent(slot, client);
            }
        }
        require(clock == client.state, "I1", "the state is not the end of the last struct");
    }

    private void checkOrigin(int client, int clock) {
        require(client == NONE || clock < store.clients.get(client).state, "I8", "unknown origin");
    }

    private void checkContent(int slot, ClientStructs client) {
        int end = store.content[slot] + store.length[slot];
        switch (store.content(slot)) {
            case StructCursor.STRING -> require(end <= client.text().length(), "I6", "text outside of the buffer");
            case StructCursor.ANY, StructCursor.JSON ->
                require(end <= client.values().size(), "I6", "values outside of the buffer");
            case StructCursor.DELETED -> require(store.isDeleted(slot), "I7", "deleted content in a live item");
            default -> require(store.payload.get(slot) != null, "I6", "no payload");
        }
    }

    private void checkBranch(Branch branch) {
        int visible = 0;
        int before = NONE;
        for (int slot = branch.start; slot != NONE; slot = store.right[slot]) {
            checkMember(branch, slot, before);
            require(store.key.get(slot) == null, "I2", "key in a list");
            visible += store.isVisible(slot) ? store.length[slot] : 0;
            before = slot;
        }
        require(visible == branch.length, "I4", "length " + branch.length + " instead of " + visible);
        ListIndex index = branch.index;
        String flaw = index == null ? null : index.flaw(branch);
        require(flaw == null, "I11", flaw == null ? "" : flaw);
        for (ConcurrentSiblings siblings : branch.siblings()) {
            String error = siblings.flaw(branch);
            require(error == null, "I12", error == null ? "" : error);
        }
        branch.entries().forEach((key, last) -> {
            require(store.right[last] == NONE, "I3", "the last value has a right neighbour");
            for (int slot = last; slot != NONE; slot = store.left[slot]) {
                require(!reached.get(slot), "I3", "item reached twice");
                reached.set(slot);
                require(store.parent[slot] == branch && key.equals(store.key.get(slot)), "I2", "value of another key");
                require(
                        slot == last || store.isDeleted(slot) || isContinued(slot),
                        "I5",
                        "a replaced value is not deleted");
                require(store.left[slot] == NONE || store.right[store.left[slot]] == slot, "I2", "one-sided link");
            }
        });
    }

    private boolean isContinued(int slot) {
        ClientStructs owner = store.owner(slot);
        int end = store.lastClock(slot) + 1;
        if (end == owner.state) {
            return false;
        }
        int next = owner.locate(end);
        return store.originClient[next] == owner.index && store.originClock[next] == end - 1;
    }

    private void checkMember(Branch branch, int slot, int before) {
        require(!reached.get(slot), "I3", "item reached twice");
        reached.set(slot);
        require(store.left[slot] == before, "I2", "one-sided link");
        require(store.parent[slot] == branch, "I2", "item of another type");
        require(
                branch.isRoot() || !store.isDeleted(branch.item) || store.isDeleted(slot),
                "I7",
                "item of a deleted type is not deleted");
    }

    private static void require(boolean holds, String invariant, String message) {
        if (!holds) {
            throw new IllegalStateException(invariant + ": " + message);
        }
    }
}
