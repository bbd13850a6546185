/**
 * Adapters with deliberate faults, as decorators of correct ones, for tests of code that uses a store or a bus. Each
 * has its own seed, so a run can be repeated. A test controls which faults happen. Any thread may call them.
 */
@NullMarked
package io.collab.tck.fault;

import org.jspecify.annotations.NullMarked;
