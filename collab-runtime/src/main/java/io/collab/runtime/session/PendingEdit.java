package io.collab.runtime.session;

import io.collab.api.Update;
import io.collab.runtime.flow.InboundBudget;

/**
 * A change of a participant that waits for the log.
 *
 * @param acknowledged whether the client expects an acknowledgement
 * @param bytes reserved in the peer's budget until the change is answered
 */
record PendingEdit(Participant from, Update update, boolean acknowledged, InboundBudget.Reservation bytes) {}
