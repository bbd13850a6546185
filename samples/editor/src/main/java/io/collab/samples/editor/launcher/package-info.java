/**
 * The main class of {@code collab-editor.jar}: the command line of the embedded server. Part of that jar only, not of
 * the WAR. Runs on the main thread.
 */
@NullMarked
package io.collab.samples.editor.launcher;

import org.jspecify.annotations.NullMarked;
