/**
 * Users in real browsers against the editor in a process of its own. A test states what users do and see; the other
 * classes hide how: the browser, the server's process, the network in between. Each test class runs on one thread.
 */
@NullMarked
package io.collab.samples.browser;

import org.jspecify.annotations.NullMarked;
