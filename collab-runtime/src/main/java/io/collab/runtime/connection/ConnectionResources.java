package io.collab.runtime.connection;

import io.collab.runtime.flow.ConnectionLimits;
import io.collab.runtime.session.SessionRegistry;
import io.collab.runtime.session.SessionResources;

/**
 * The parts of a node that all its connections share.
 *
 * @param registry opens documents
 * @param resources time, threads and the engine
 * @param accessChecker decides who may open a document
 * @param limits of each connection
 */
public record ConnectionResources(
        SessionRegistry registry, SessionResources resources, AccessChecker accessChecker, ConnectionLimits limits) {}
