/** What an adapter has to pass: one abstract class per SPI; an adapter author extends it and gives the adapter. */
@NullMarked
package io.collab.tck;

import org.jspecify.annotations.NullMarked;
