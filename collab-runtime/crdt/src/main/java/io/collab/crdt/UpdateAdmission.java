package io.collab.crdt;

import io.collab.crdt.internal.admission.AdmissionLedger;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import org.jspecify.annotations.Nullable;

/**
 * The admission of a batch of updates before any of it is integrated: computes the structs and deletions that each
 * update adds to a document and to the updates admitted before it. Known are integrated structs, pending structs and
 * admitted structs; the same holds for deletions. The cost is proportional to the update and to the structs that its
 * deletions cover. The document must not change while this object is used. Not thread-safe.
 */
public final class UpdateAdmission {

    private final AdmissionLedger ledger;

    /**
     * Creates an admission that has admitted nothing.
     *
     * @param doc the document, which must not change while this object is used
     * @param limits bounds of decoding one update and of the pending data
     */
    public UpdateAdmission(YDoc doc, DecodeLimits limits) {
        this.ledger = new AdmissionLedger(doc.store, doc.pending, limits);
    }

    /**
     * Admits an update; its structs and deletions are known from then on.
     *
     * @param update an untrusted update (v1)
     * @return the canonical encoding of the new structs and deletions, or null if there are none
     * @throws DecodeException if the update is malformed or exceeds the limits; nothing is admitted then
     */
    public byte @Nullable [] admit(byte[] update) {
        return ledger.admit(update);
    }

    /**
     * Returns whether an update adds nothing; admits nothing.
     *
     * @param update an untrusted update (v1)
     * @throws DecodeException if the update is malformed or exceeds the limits
     */
    public boolean covers(byte[] update) {
        return ledger.covers(update);
    }

    /** Returns the number of bytes after the ends of the admitted updates, which belong to none and are omitted. */
    public long trailingBytes() {
        return ledger.trailingBytes();
    }
}
