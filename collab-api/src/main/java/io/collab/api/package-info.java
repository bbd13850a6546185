/**
 * The API of applications: opening, reading and observing documents, authentication and authorization. The types are
 * immutable values, interfaces that the runtime implements, or interfaces that the application implements. Any thread
 * may use them.
 */
@NullMarked
package io.collab.api;

import org.jspecify.annotations.NullMarked;
