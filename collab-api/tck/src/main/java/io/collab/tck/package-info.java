/**
 * The technology compatibility kit. Who writes an adapter extends the class of its SPI and says how to make one; the test
 * methods are the rules of docs/spi.md, each named after its number: {@code required_} must hold, {@code optional_} holds
 * for adapters that declare the ability, {@code stochastic_} tries to break a rule by racing and may miss. Needs JUnit 5 and
 * nothing else.
 */
@NullMarked
package io.collab.tck;

import org.jspecify.annotations.NullMarked;
