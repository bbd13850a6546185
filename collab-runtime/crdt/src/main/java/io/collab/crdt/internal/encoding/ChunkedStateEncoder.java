package io.collab.crdt.internal.encoding;

import io.collab.crdt.internal.buffer.IntList;
import io.collab.crdt.internal.integration.PendingUpdates;
import io.collab.crdt.internal.store.ClientStructs;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.Encoder;
import io.collab.crdt.lib0.Json;
import io.collab.crdt.update.DecodeLimits;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.Ranges;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.StructCursor;
import io.collab.crdt.update.UpdateFormat;
import io.collab.crdt.update.UpdateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Encodes the structs that a replica lacks as updates of limited size that can be applied in sequence. A struct is sent
 * after all ids it refers to; inside one update the order is free, so an update is a range of clocks per client. A run
 * that is too large is cut between code points or values.
 */
final class ChunkedStateEncoder {

    private static final int UPDATE_OVERHEAD = 8;
    private static final int SECTION_OVERHEAD = 20;
    private static final int MAX_ASCII = 0x7f;
    private static final int MAX_TWO_BYTES = 0x7ff;
    private static final int LENGTH_SIZE = 5;

    private final StructStore store;
    private final StructEncoder structs;
    private final PendingUpdates pending;
    private final byte[] stateVector;
    private final int maxBytes;
    private final List<byte[]> parts = new ArrayList<>();
    private final Encoder scratch = new Encoder();

    /** Per client: the clock before which everything is known to the replica or sent. */
    private final int[] sent;

    /** Per client: the first clock in the current update, or NONE. */
    private final int[] partFrom;

    private int partBytes = UPDATE_OVERHEAD;

    private DeleteSet deletions = new DeleteSet();
    private int deletionBytes = UPDATE_OVERHEAD;

    private final IntList needClient = new IntList();
    private final IntList needClock = new IntList();

    ChunkedStateEncoder(
            StructStore store, StructEncoder structs, PendingUpdates pending, byte[] stateVector, int maxBytes) {
        this.store = store;
        this.structs = structs;
        this.pending = pending;
        this.stateVector = stateVector;
        this.maxBytes = Math.max(1, maxBytes);
        Map<Long, Long> known = StateVectors.decode(stateVector);
        sent = new int[store.clients.count()];
        partFrom = new int[store.clients.count()];
        Arrays.fill(partFrom, StructStore.NONE);
        for (int i = 0; i < sent.length; i++) {
            ClientStructs client = store.clients.get(i);
            sent[i] = (int) Math.min(known.getOrDefault(client.id, 0L), client.state);
        }
    }

    /** Encodes the structs that the replica lacks, all deletions and all pending updates. */
    List<byte[]> encode() {
        encodeStructs();
        Ranges ranges = new Ranges();
        for (ClientStructs client : store.clients.descending()) {
            structs.deletedRanges(client, ranges);
            encodeDeletions(client.id, ranges);
        }
        closeDeletions();
        encodePending();
        return parts;
    }

    /** Encodes the structs that the replica lacks, these deletions and all pending updates. */
    List<byte[]> encode(DeleteSet some) {
        encodeStructs();
        for (long client : some.clientsDescending()) {
            Ranges ranges = some.ranges(client);
            if (ranges != null) {
                encodeDeletions(client, ranges);
            }
        }
        closeDeletions();
        encodePending();
        return parts;
    }

    private void encodeStructs() {
        for (ClientStructs client : store.clients.descending()) {
            need(client.index, client.state - 1);
            while (needClient.size() > 0) {
                advance();
            }
        }
        closePart();
    }

    private void need(int client, int clock) {
        needClient.add(client);
        needClock.add(clock);
    }

    /** Sends the next struct of the client requested last, or requests its dependencies. */
    private void advance() {
        int client = needClient.get(needClient.size() - 1);
        if (sent[client] > needClock.get(needClock.size() - 1)) {
            needClient.removeLast();
            needClock.removeLast();
            return;
        }
        int slot = store.clients.get(client).locate(sent[client]);
        if (store.clock[slot] < sent[client] || store.isGc(slot) || hasAll(slot)) {
            send(client, slot);
        }
    }

    /** Returns whether everything that a struct refers to was sent; requests the first missing id if not. */
    private boolean hasAll(int slot) {
        int origin = store.originClient[slot];
        if (origin != StructStore.NONE && sent[origin] <= store.originClock[slot]) {
            need(origin, store.originClock[slot]);
            return false;
        }
        int right = store.rightClient[slot];
        if (right != StructStore.NONE && sent[right] <= store.rightClock[slot]) {
            need(right, store.rightClock[slot]);
            return false;
        }
        int item = store.parentOf(slot).item;
        if (origin == StructStore.NONE && right == StructStore.NONE && item != StructStore.NONE) {
            if (sent[store.client[item]] <= store.clock[item]) {
                need(store.client[item], store.clock[item]);
                return false;
            }
        }
        return true;
    }

    private void send(int client, int slot) {
        int offset = sent[client] - store.clock[slot];
        int count = store.length[slot] - offset;
        if (isRun(slot) && count > maxBytes) { // more units than bytes cannot fit
            count = isPair(slot, offset + maxBytes - 1) ? maxBytes - 1 : maxBytes;
        }
        int size = sizeOf(slot, offset, count);
        int overhead = partFrom[client] == StructStore.NONE ? SECTION_OVERHEAD : 0;
        if (partBytes + overhead + size > maxBytes && partBytes > UPDATE_OVERHEAD) {
            closePart();
            overhead = SECTION_OVERHEAD;
        }
        int available = maxBytes - partBytes - overhead;
        if (size > available) {
            int head = Math.max(0, size + LENGTH_SIZE - contentSize(slot, offset, count));
            count = countThatFits(slot, offset, available - head);
            size = sizeOf(slot, offset, count);
        }
        if (partFrom[client] == StructStore.NONE) {
            partFrom[client] = sent[client];
        }
        sent[client] += count;
        partBytes += overhead + size;
    }

    private int sizeOf(int slot, int offset, int count) {
        scratch.reset();
        structs.write(scratch, store.owner(slot), slot, offset, count);
        return scratch.size();
    }

    /** Returns the maximum size of the units of a run in bytes, including their length. */
    private int contentSize(int slot, int offset, int count) {
        int size = LENGTH_SIZE;
        for (int i = offset; i < offset + count; i += unitsAt(slot, i)) {
            size += sizeAt(slot, i);
        }
        return size;
    }

    /**
     * Returns the number of units of a run that fit into a number of bytes: at least one, and never half a surrogate
     * pair.
     */
    private int countThatFits(int slot, int offset, int bytes) {
        int count = store.length[slot] - offset;
        if (!isRun(slot)) {
            return count;
        }
        int fits = 0;
        int remaining = bytes - LENGTH_SIZE;
        while (fits < count) {
            int size = sizeAt(slot, offset + fits);
            if (fits > 0 && size > remaining) {
                break;
            }
            remaining -= size;
            fits += unitsAt(slot, offset + fits);
        }
        return Math.min(fits, count);
    }

    private boolean isRun(int slot) {
        int content = store.content(slot);
        return content == StructCursor.STRING || content == StructCursor.ANY || content == StructCursor.JSON;
    }

    /** Returns the number of units that cannot be separated at an offset: two for a surrogate pair, else one. */
    private int unitsAt(int slot, int offset) {
        return store.content(slot) == StructCursor.STRING && isPair(slot, offset) ? 2 : 1;
    }

    /** Returns the maximum size of these units in bytes. */
    private int sizeAt(int slot, int offset) {
        if (!isRun(slot)) {
            return 0;
        }
        if (store.content(slot) == StructCursor.STRING) {
            char unit = unit(slot, offset);
            return unit <= MAX_ASCII ? 1 : unit <= MAX_TWO_BYTES ? 2 : isPair(slot, offset) ? 4 : 3;
        }
        Encoder value = new Encoder();
        if (store.content(slot) == StructCursor.ANY) {
            value.writeAny(store.value(slot, offset));
        } else {
            value.writeVarString(Json.stringify(store.value(slot, offset)));
        }
        return value.size();
    }

    private boolean isPair(int slot, int offset) {
        return offset + 1 < store.length[slot]
                && Character.isHighSurrogate(unit(slot, offset))
                && Character.isLowSurrogate(unit(slot, offset + 1));
    }

    private char unit(int slot, int offset) {
        return store.owner(slot).text().charAt(store.content[slot] + offset);
    }

    private void closePart() {
        if (partBytes == UPDATE_OVERHEAD) {
            return;
        }
        UpdateWriter out = new UpdateWriter();
        for (ClientStructs client : store.clients.descending()) {
            int clock = partFrom[client.index];
            while (clock != StructStore.NONE && clock < sent[client.index]) {
                int slot = client.locate(clock);
                int end = Math.min(store.clock[slot] + store.length[slot], sent[client.index]);
                out.begin(client.id, clock);
                structs.write(out.body(), client, slot, clock - store.clock[slot], end - clock);
                clock = end;
            }
        }
        parts.add(out.toByteArray(new DeleteSet()));
        Arrays.fill(partFrom, StructStore.NONE);
        partBytes = UPDATE_OVERHEAD;
    }

    private void encodeDeletions(long client, Ranges ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            int overhead = deletions.ranges(client) == null ? SECTION_OVERHEAD : 0;
            if (deletionBytes + overhead + StructEncoder.RANGE_BYTES > maxBytes) {
                closeDeletions();
                overhead = SECTION_OVERHEAD;
            }
            deletions.add(client, ranges.clock(i), ranges.length(i));
            deletionBytes += overhead + StructEncoder.RANGE_BYTES;
        }
    }

    private void closeDeletions() {
        if (!deletions.isEmpty()) {
            parts.add(PendingUpdates.encodeDeletions(deletions));
            deletions = new DeleteSet();
            deletionBytes = UPDATE_OVERHEAD;
        }
    }

    /** Encodes pending updates. They are pending at the receiver too, so they can be cut between any two structs. */
    private void encodePending() {
        if (pending.isEmpty()) {
            return;
        }
        byte[] all = pending.appendTo(new UpdateWriter().toByteArray(new DeleteSet()), stateVector, UpdateFormat.V1);
        if (all.length <= maxBytes) {
            parts.add(all);
            return;
        }
        StructCursor cursor = new StructCursor(all, DecodeLimits.TRUSTED);
        UpdateWriter out = new UpdateWriter();
        while (cursor.next()) {
            if (!out.isEmpty() && out.size() + cursor.end() - cursor.start() + 2 * SECTION_OVERHEAD > maxBytes) {
                parts.add(out.toByteArray(new DeleteSet()));
                out = new UpdateWriter();
            }
            if (cursor.content() != StructCursor.SKIP || !out.isEmpty()) {
                out.copy(cursor, 0);
            }
        }
        parts.add(out.toByteArray(cursor.readDeleteSet()));
    }
}
