/**
 * People in real browsers against the editor as a process of its own. A test says what people do and see; the classes that are
 * not tests hide how: the browser that is found, the server's process, the network in between.
 */
@NullMarked
package io.collab.samples.browser;

import org.jspecify.annotations.NullMarked;
