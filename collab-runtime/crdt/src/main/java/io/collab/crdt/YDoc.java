package io.collab.crdt;

import io.collab.crdt.internal.encoding.StateEncoder;
import io.collab.crdt.internal.event.ListenerFailures;
import io.collab.crdt.internal.event.Registration;
import io.collab.crdt.internal.integration.Integrator;
import io.collab.crdt.internal.integration.PendingUpdates;
import io.collab.crdt.internal.integration.UpdateReceiver;
import io.collab.crdt.internal.reading.ListReader;
import io.collab.crdt.internal.store.Branch;
import io.collab.crdt.internal.store.Invariants;
import io.collab.crdt.internal.store.RootTypes;
import io.collab.crdt.internal.store.StructStore;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.lib0.Decoder;
import io.collab.crdt.update.DeleteSet;
import io.collab.crdt.update.StateVectors;
import io.collab.crdt.update.TypeKind;
import io.collab.crdt.update.UpdateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared document: named root types that are changed in transactions. Replicas that exchange all updates become
 * equal, in whatever order and however often the updates arrive. Reads and writes the bytes of Yjs 13.6.
 *
 * <p>Not thread-safe: a document belongs to one thread at a time. No method blocks or reads a clock.
 */
public final class YDoc {

    private static final byte[] EMPTY_STATE_VECTOR = {0};

    final StructStore store = new StructStore();
    final RootTypes roots = new RootTypes();
    final PendingUpdates pending = new PendingUpdates();
    final StateEncoder encoder = new StateEncoder(store, pending);
    final Integrator integrator;
    final ValueBridge values = new ValueBridge(this);
    final ListReader<YValue> reader = new ListReader<>(store, values);

    private final YDocOptions options;
    private final UpdateReceiver receiver;
    private final Transactions transactions;
    private final Consumer<Transaction> integration;
    private final List<Runnable> destroyListeners = new ArrayList<>();
    private final @Nullable YSubdocument holder;

    /**
     * Creates an empty document.
     *
     * @param options the options
     * @throws IllegalArgumentException if the options return a client id that is not 0 to 2^53-1
     */
    public YDoc(YDocOptions options) {
        this(options, options.clientIds().getAsLong(), null);
    }

    /** Creates the document of a subdocument. */
    YDoc(YDocOptions options, long clientId, @Nullable YSubdocument holder) {
        this.options = options;
        this.holder = holder;
        store.clients.localId = requireClientId(clientId);
        integrator = new Integrator(store, options.gc());
        receiver = new UpdateReceiver(integrator, roots, pending, options.formattingCleanup());
        transactions = new Transactions(this);
        integration = transaction -> receiver.integrate(transaction.record, transactions.isObserved());
    }

    /** Returns the options. */
    public YDocOptions options() {
        return options;
    }

    /** Returns the document's name; empty by default. */
    public String guid() {
        return options.guid();
    }

    /** Returns the id under which this document writes. */
    public long clientId() {
        return store.clients.localId;
    }

    /**
     * Changes the id under which this document writes.
     *
     * @param id an id, 0 to 2^53-1, that no other document uses
     * @throws IllegalArgumentException if it is out of range
     */
    public void setClientId(long id) {
        store.clients.localId = requireClientId(id);
    }

    private static long requireClientId(long id) {
        if (id < 0 || id > Decoder.MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException("a client id is 0 to 2^53-1, not " + id);
        }
        return id;
    }

    /**
     * Returns the root text with a name; the first call creates it.
     *
     * @param name any name
     * @throws IllegalStateException if the root is of another kind
     */
    public YText getText(String name) {
        return (YText) view(roots.get(name, TypeKind.TEXT));
    }

    /**
     * Returns the root array with a name; the first call creates it.
     *
     * @param name any name
     * @throws IllegalStateException if the root is of another kind
     */
    public YArray getArray(String name) {
        return (YArray) view(roots.get(name, TypeKind.ARRAY));
    }

    /**
     * Returns the root map with a name; the first call creates it.
     *
     * @param name any name
     * @throws IllegalStateException if the root is of another kind
     */
    public YMap getMap(String name) {
        return (YMap) view(roots.get(name, TypeKind.MAP));
    }

    /**
     * Returns the root XML fragment with a name; the first call creates it.
     *
     * @param name any name
     * @throws IllegalStateException if the root is of another kind
     */
    public YXmlFragment getXmlFragment(String name) {
        return (YXmlFragment) view(roots.get(name, TypeKind.XML_FRAGMENT));
    }

    /**
     * Returns the root with a name, or null if it was never requested as a text, array, map or XML fragment: updates do
     * not contain the kinds of roots.
     *
     * @param name any name
     */
    public @Nullable YType root(String name) {
        Branch root = roots.find(name);
        return root == null || root.kind == Branch.UNKNOWN ? null : view(root);
    }

    /** Returns the names of all roots that were requested or appeared in updates, in the order of their appearance. */
    public List<String> rootNames() {
        return List.copyOf(roots.names());
    }

    /**
     * Runs changes as one transaction, or as part of the running one.
     *
     * @param changes an action that makes the changes
     */
    public void transact(Runnable changes) {
        transact(transaction -> changes.run(), null);
    }

    /**
     * Runs changes as one transaction, or as part of the running one.
     *
     * @param changes an action that makes the changes
     * @param origin the cause, passed on to listeners
     */
    public void transact(Consumer<Transaction> changes, @Nullable Object origin) {
        transactions.run(changes, origin, true, true);
    }

    /**
     * Applies a received update. Structs and deletions whose dependencies are missing become pending.
     *
     * @param update the update (v1), from a trusted source such as the document's own log
     * @throws DecodeException if it is malformed; the document is unchanged then
     */
    public void applyUpdate(byte[] update) {
        applyUpdate(update, null);
    }

    /**
     * Applies a received update. Structs and deletions whose dependencies are missing become pending.
     *
     * @param update the update (v1), from a trusted source such as the document's own log
     * @param origin the cause, passed on to listeners
     * @throws DecodeException if it is malformed; the document is unchanged then
     */
    public void applyUpdate(byte[] update, @Nullable Object origin) {
        receive(update, origin, UpdateFormat.V1);
    }

    /**
     * Applies a received update of format 2. Structs and deletions whose dependencies are missing become pending.
     *
     * @param update the update (v2), from a trusted source such as the document's own log
     * @throws DecodeException if it is malformed; the document is unchanged then
     */
    public void applyUpdateV2(byte[] update) {
        applyUpdateV2(update, null);
    }

    /**
     * Applies a received update of format 2. Structs and deletions whose dependencies are missing become pending.
     *
     * @param update the update (v2), from a trusted source such as the document's own log
     * @param origin the cause, passed on to listeners
     * @throws DecodeException if it is malformed; the document is unchanged then
     */
    public void applyUpdateV2(byte[] update, @Nullable Object origin) {
        receive(update, origin, UpdateFormat.V2);
    }

    /** Returns the whole state as one update (v1), including pending updates. */
    public byte[] encodeStateAsUpdate() {
        return encodeStateAsUpdate(EMPTY_STATE_VECTOR);
    }

    /**
     * Returns the structs that a replica lacks as one update (v1), including pending updates and all deletions.
     *
     * @param stateVector the state vector of the replica
     * @throws DecodeException if the state vector is malformed
     */
    public byte[] encodeStateAsUpdate(byte[] stateVector) {
        return encoder.encode(stateVector);
    }

    /** Returns the whole state as one update (v2), including pending updates. */
    public byte[] encodeStateAsUpdateV2() {
        return encodeStateAsUpdateV2(EMPTY_STATE_VECTOR);
    }

    /**
     * Returns the structs that a replica lacks as one update (v2), including pending updates and all deletions.
     *
     * @param stateVector the state vector of the replica
     * @throws DecodeException if the state vector is malformed
     */
    public byte[] encodeStateAsUpdateV2(byte[] stateVector) {
        return encoder.encodeV2(stateVector);
    }

    /**
     * Returns the structs that a replica lacks as updates (v1) that can be applied in sequence without becoming
     * pending; then the deletions; then the pending updates.
     *
     * @param stateVector the state vector of the replica
     * @param maxBytes maximum size of one update in bytes; only a struct that cannot be cut may be larger
     * @return at least one update; exactly one if everything fits
     * @throws DecodeException if the state vector is malformed
     */
    public List<byte[]> encodeStateAsUpdates(byte[] stateVector, int maxBytes) {
        return encoder.encodeInChunks(stateVector, maxBytes);
    }

    /**
     * Returns an integrated change as updates (v1) that can be applied in sequence without becoming pending by a replica
     * that had the state before it; then its deletions; then the pending updates.
     *
     * @param stateVector the state vector before the change
     * @param change the change (v1)
     * @param maxBytes maximum size of one update in bytes; only a struct that cannot be cut may be larger
     * @return at least one update; exactly the change if it is not larger
     * @throws DecodeException if the state vector or the change is malformed
     */
    public List<byte[]> encodeChangeAsUpdates(byte[] stateVector, byte[] change, int maxBytes) {
        return encoder.encodeChange(stateVector, change, maxBytes);
    }

    /** Returns the encoded state vector, without pending updates. */
    public byte[] encodeStateVector() {
        return StateVectors.encode(stateVector());
    }

    /** Returns the state vector: per client the clock of its next struct, without pending updates. */
    public Map<Long, Long> stateVector() {
        return encoder.stateVector();
    }

    /** Returns the missing dependencies of pending structs, client to clock; empty if none is pending. */
    public Map<Long, Long> missing() {
        return Collections.unmodifiableMap(pending.missing());
    }

    /** Returns whether structs or deletions are pending because structs are missing. */
    public boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Returns whether deletions are pending because structs are missing. */
    public boolean hasPendingDeletions() {
        return pending.deletions() != null;
    }

    /** Returns all deletions, sorted and merged, without pending ones: a copy. */
    public DeleteSet deleteSet() {
        return encoder.structs().deletions();
    }

    /**
     * Adds a listener for the changes of every transaction.
     *
     * @param listener the listener, called after each transaction that changed something
     * @return an action that removes the listener
     */
    public Runnable onUpdate(UpdateListener listener) {
        return transactions.onUpdate(listener);
    }

    /**
     * Adds a listener for the changes of every transaction, as updates of format 2. A transaction is encoded in both
     * formats only if listeners of both exist; those of format 1 are called first.
     *
     * @param listener the listener, called after each transaction that changed something
     * @return an action that removes the listener
     */
    public Runnable onUpdateV2(UpdateListener listener) {
        return transactions.onUpdateV2(listener);
    }

    /**
     * Adds a listener for finished transactions, including those that changed nothing. It is called after the observers
     * of types and before listeners for updates; see {@link YType#observe}.
     *
     * @param listener the listener, called with the transaction
     * @return an action that removes the listener
     */
    public Runnable onAfterTransaction(Consumer<Transaction> listener) {
        return transactions.onAfterTransaction(listener);
    }

    /** Returns the subdocuments of this document in the order of their insertion: a copy. */
    public List<YSubdocument> subdocs() {
        List<YSubdocument> views = new ArrayList<>();
        transactions.subdocuments().forEach(content -> views.add(YSubdocument.of(this, content)));
        return Collections.unmodifiableList(views);
    }

    /** Returns the names of the subdocuments of this document: a copy. */
    public Set<String> subdocGuids() {
        Set<String> guids = new LinkedHashSet<>();
        transactions.subdocuments().forEach(content -> guids.add(content.guid));
        return guids;
    }

    /**
     * Adds a listener for subdocuments that are added, removed or to be loaded. It is called after listeners for
     * updates.
     *
     * @param listener the listener, called after each transaction that changed the subdocuments
     * @return an action that removes the listener
     */
    public Runnable onSubdocs(Consumer<SubdocsEvent> listener) {
        return transactions.onSubdocs(listener);
    }

    /**
     * Adds a listener for the destruction of this document.
     *
     * @param listener the listener, called once
     * @return an action that removes the listener
     */
    public Runnable onDestroy(Runnable listener) {
        destroyListeners.add(listener);
        return new Registration(() -> destroyListeners.remove(listener));
    }

    /**
     * Destroys this document: its subdocuments are destroyed; if it is a subdocument itself, a new one replaces it in
     * the outer document; the listeners for its destruction are called; all listeners except observers of types are
     * removed. The content can still be read.
     */
    public void destroy() {
        ListenerFailures failures = new ListenerFailures();
        subdocs().forEach(subdocument -> failures.run(subdocument::destroy));
        if (holder != null) {
            failures.run(holder::replace);
        }
        List.copyOf(destroyListeners).forEach(failures::run);
        destroyListeners.clear();
        transactions.forgetListeners();
        failures.throwFirst();
    }

    /**
     * Verifies the internal invariants; the cost is proportional to the document. For tests.
     *
     * @throws IllegalStateException if an invariant is broken; the message contains its number
     */
    public void checkInvariants() {
        new Invariants(store, roots.branches()).check();
        pending.check();
    }

    /** Returns whether observers of types or listeners for finished transactions exist. */
    boolean isObserved() {
        return transactions.isObserved();
    }

    /** Returns whether a transaction runs, or has ended and its listeners are being called. */
    boolean isFinishing() {
        return transactions.isFinishing();
    }

    /** Adjusts the number of observers of types. */
    void observers(int more) {
        transactions.observers(more);
    }

    /** Returns the public type of a branch, or null if it does not exist yet. */
    static @Nullable YType viewOf(Branch branch) {
        return (YType) branch.view;
    }

    /** Returns the public type of a branch, created if necessary. */
    YType view(Branch branch) {
        YType view = viewOf(branch);
        if (view == null) {
            view = YType.of(this, branch);
            branch.view = view;
        }
        return view;
    }

    /** Runs changes that call no code of the application. */
    void transact(Consumer<Transaction> changes, @Nullable Object origin, boolean local) {
        transactions.run(changes, origin, local, false);
    }

    private void receive(byte[] update, @Nullable Object origin, UpdateFormat format) {
        boolean quiet = transactions.isQuiet() && pending.isEmpty();
        if (quiet && receiver.applySequential(update, format)) {
            return;
        }
        receiver.decode(update, format, quiet);
        transact(integration, origin, false);
        receiver.release();
    }
}
