package io.collab.crdt;

import io.collab.crdt.internal.admission.AdmissionLedger;
import io.collab.crdt.lib0.DecodeException;
import io.collab.crdt.update.DecodeLimits;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The admission of a batch of updates before any of it is integrated: computes the structs and deletions that each
 * update adds to a document and to the updates admitted before it. Known are integrated structs, pending structs and
 * admitted structs; the same holds for deletions. The cost is proportional to the update and to the structs that its
 * deletions cover. The document must not change while this object is used. Not thread-safe.
 *
 * <p>Deletions of structs that do not exist are not admitted, because they would delete whatever their client writes
 * later; {@link #missing()} reports them. Structs whose ids are known with other content are refused, because the
 * document would never contain them.
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
     * @throws DecodeException if the update is malformed, exceeds the limits, or has other content than the document
     *     under the same ids ({@link DecodeException.Reason#CONFLICTING_CONTENT}); nothing is admitted then
     */
    public byte @Nullable [] admit(byte[] update) {
        return ledger.admit(update);
    }

    /**
     * Returns whether a document has all content and all deletions of an update; admits nothing.
     *
     * @param update an untrusted update (v1)
     * @throws DecodeException if the update is malformed or exceeds the limits
     */
    public boolean covers(byte[] update) {
        return ledger.covers(update);
    }

    /**
     * Returns the missing structs whose deletions were not admitted: per client, of at most 64, the lowest clock. A
     * peer that has them must send them again together with its deletions.
     */
    public Map<Long, Long> missing() {
        return Collections.unmodifiableMap(ledger.missing());
    }

    /** Returns the number of bytes after the ends of the admitted updates, which belong to none and are omitted. */
    public long trailingBytes() {
        return ledger.trailingBytes();
    }
}
