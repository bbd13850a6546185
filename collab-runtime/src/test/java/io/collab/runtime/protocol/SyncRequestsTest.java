package io.collab.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collab.api.CloseCode;
import io.collab.api.LimitExceededException;
import io.collab.spi.merge.Dependency;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncRequestsTest {
    private static final Dependency A = new Dependency(1, 0);
    private static final Dependency B = new Dependency(2, 0);

    private final SyncRequests requests = new SyncRequests();

    @Test
    void answersAreMatchedInTheOrderOfTheRequests() {
        requests.handshakeSent();
        requests.handshakeSent();
        requests.request(Set.of(A));
        assertThat(requests.answered()).isTrue();
        assertThat(requests.answered()).isTrue();
        assertThat(requests.answered()).isFalse();
    }

    @Test
    void aSyncStep2WithoutRequestIsAcknowledged() {
        assertThat(requests.answered()).isTrue();
    }

    @Test
    void oneRequestForMissingUpdatesIsOpenAtATime() {
        assertThat(requests.request(Set.of(A))).isTrue();
        assertThat(requests.request(Set.of(B))).isFalse();
        requests.answered();
        assertThat(requests.request(Set.of(B))).isTrue();
    }

    @Test
    void aMissingUpdateIsRequestedOnce() {
        requests.request(Set.of(A));
        requests.answered();
        assertThat(requests.request(Set.of(A))).isFalse();
        assertThat(requests.request(Set.of(A, B))).isTrue();
        requests.answered();
        assertThat(requests.request(Set.of(B))).isFalse();
    }

    @Test
    void atMostAThousandMissingUpdatesAreRequested() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(requests.request(Set.of(new Dependency(i, 0)))).isTrue();
            requests.answered();
        }
        assertThat(requests.request(Set.of(new Dependency(1_000, 0)))).isFalse();
    }

    @Test
    void aClientThatAnswersNoHandshakeIsTooFast() {
        for (int i = 0; i < 1_000; i++) {
            requests.handshakeSent();
        }
        assertThatThrownBy(requests::handshakeSent).isInstanceOfSatisfying(LimitExceededException.class, refused -> {
            assertThat(refused.code()).isEqualTo("too-many-questions");
            assertThat(refused.closeCode()).isEqualTo(CloseCode.TOO_FAST);
        });
        requests.answered();
        requests.handshakeSent();
    }
}
