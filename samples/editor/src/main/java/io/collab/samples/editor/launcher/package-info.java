/**
 * What {@code java -jar collab-editor.jar} runs: the command line in front of the embedded server. It is in that jar only, not
 * in the WAR.
 */
@NullMarked
package io.collab.samples.editor.launcher;

import org.jspecify.annotations.NullMarked;
