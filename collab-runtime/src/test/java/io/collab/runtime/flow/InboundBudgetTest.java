package io.collab.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InboundBudgetTest {
    private final InboundBudget budget = new InboundBudget(10);

    @Test
    void bytesAreHeldUntilTheirReservationIsClosed() {
        InboundBudget.Reservation first = budget.reserve(4);
        InboundBudget.Reservation second = budget.reserve(6);
        assertThat(first.bytes()).isEqualTo(4);
        assertThat(budget.heldBytes()).isEqualTo(10);
        first.close();
        assertThat(budget.heldBytes()).isEqualTo(6);
        second.close();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void aReservationThatExceedsTheBudgetIsRefusedAndHoldsNothing() {
        budget.reserve(7);
        assertThat(budget.reserve(4)).isNull();
        assertThat(budget.heldBytes()).isEqualTo(7);
        assertThat(budget.reserve(3)).isNotNull();
    }

    @Test
    void closingTwiceReturnsTheBytesOnce() {
        budget.reserve(5);
        InboundBudget.Reservation reservation = budget.reserve(5);
        reservation.close();
        reservation.close();
        assertThat(budget.heldBytes()).isEqualTo(5);
    }

    @Test
    void anEmptyMessageFitsIntoAnExhaustedBudget() {
        budget.reserve(10);
        assertThat(budget.reserve(0)).isNotNull();
    }
}
