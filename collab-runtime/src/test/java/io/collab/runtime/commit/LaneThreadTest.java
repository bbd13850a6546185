package io.collab.runtime.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneThreadTest {
    @Test
    void aLaneSurvivesATurnThatThrowsAndEndsWhenItIsStopped() {
        AtomicInteger turns = new AtomicInteger();
        LaneThread lane = new LaneThread(stopping -> {
            turns.incrementAndGet();
            throw new AssertionError("defect");
        });
        lane.start(Thread::new);
        await().until(() -> turns.get() > 1);
        assertThat(lane.isAlive()).isTrue();
        lane.stop();
        await().until(() -> !lane.isAlive());
    }

    @Test
    void aLaneThatIsStoppedWorksOffWhatWaits() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(3);
        LaneThread lane = new LaneThread(stopping -> left.decrementAndGet() > 0);
        lane.stop();
        lane.start(Thread::new);
        lane.join(10_000);
        assertThat(left).hasValue(0);
    }
}
