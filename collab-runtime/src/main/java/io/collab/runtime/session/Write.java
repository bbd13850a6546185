package io.collab.runtime.session;

import io.collab.api.Update;

/**
 * A change that a participant wants and that waits for the log.
 *
 * @param counted whether the client waits for its acknowledgement
 * @param bytes what it costs of the participant's budget until it is answered
 */
record Write(Participant from, Update update, boolean counted, int bytes) {}
