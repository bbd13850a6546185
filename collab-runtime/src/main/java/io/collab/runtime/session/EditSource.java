package io.collab.runtime.session;

import io.collab.api.Access;
import io.collab.api.Author;
import io.collab.api.CollabException;
import io.collab.api.OperationId;
import io.collab.api.Receipt;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.Replica;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The source of changes: a client, or the server's own code. Belongs to the session's mailbox. */
interface EditSource {
    /** Returns the author of the changes. */
    Author author();

    /** Returns the access that the source has now. */
    Access access();

    /** Returns the id of the next operation. */
    OperationId nextOperation();

    /** A change is durable; {@code receipt} is null if it had no new content. */
    void saved(@Nullable Receipt receipt);

    /** A change was refused, because the source has no write access any more. */
    void notSaved();

    /** A change was refused, and no further one is accepted. */
    void end(CollabException reason);

    /** The session has ended before it knew whether a change is durable. */
    void discarded();

    /** The document lacks what its pending changes depend on. */
    void lacks(Set<Dependency> missing, Replica replica);
}
