package io.collab.runtime.session;

import io.collab.api.Update;
import io.collab.runtime.flow.InboundBudget;

/**
 * A change that waits for the log.
 *
 * @param acknowledged whether the source expects an acknowledgement
 * @param bytes reserved in the peer's budget until the change is answered
 */
record PendingEdit(EditSource from, Update update, boolean acknowledged, InboundBudget.Reservation bytes) {}
