package io.collab.runtime.ordering;

import io.collab.api.Commit;
import io.collab.api.Generation;
import io.collab.runtime.testing.Schedule;
import io.collab.runtime.testing.UnreliableStore;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;

/** The invariants I1 to I3 in the comment of {@link StoreFollowing}, read between two steps. The follower checks I4. */
final class FollowingInvariants {
    private final Schedule schedule;
    private final StoreFollowing following;
    private final Map<Long, Commit> log;

    FollowingInvariants(Schedule schedule, UnreliableStore store, StoreFollowing following) {
        this.schedule = schedule;
        this.following = following;
        this.log = store.history(field("generation", Generation.class));
    }

    void check() {
        if (schedule.isLocked(following)) {
            return;
        }
        long acknowledged = field("acknowledged", Long.class);
        long delivered = field("delivered", Long.class);
        long known = field("known", Long.class);
        schedule.require(
                acknowledged <= delivered && delivered <= known,
                "I1: " + acknowledged + " <= " + delivered + " <= " + known);
        long last = delivered;
        for (Object each : field("ready", Collection.class)) {
            long seq = ((Commit) each).seq();
            boolean firstOfLog = last == delivered && seq > last && !log.containsKey(last + 1);
            schedule.require(seq == last + 1 || firstOfLog, "I2: " + seq + " after " + last);
            last = seq;
        }
        schedule.require(
                !(field("delivering", Boolean.class) && field("reading", Boolean.class)), "I3: delivering and reading");
    }

    private <T> T field(String name, Class<T> type) {
        try {
            Field field = StoreFollowing.class.getDeclaredField(name);
            field.setAccessible(true);
            return type.cast(field.get(following));
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException(renamed);
        }
    }
}
