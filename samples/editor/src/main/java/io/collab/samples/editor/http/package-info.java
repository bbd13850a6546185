/**
 * What {@code collab-editor.jar} does for its server that a reverse proxy does elsewhere: requests reach the server's
 * threads when they are complete, and a client's time and memory have bounds. A part of the server in that jar, not of
 * the WAR. The server calls it on its HTTP threads.
 */
@NullMarked
package io.collab.samples.editor.http;

import org.jspecify.annotations.NullMarked;
