package io.collab.runtime.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads, the clock and the random numbers of one run of a {@link Scenario}. Its threads run one at a time. Before a step of
 * woven code the running thread may hand over to another one; the seed decides. The clock advances if all threads wait, or early,
 * as if all of them were slow.
 *
 * <p>Called by the threads of the run only, so nothing here is locked; {@code running} hands the state over.
 */
public final class Schedule {
    private static final double[] SWITCH_RATES = {0.01, 0.04, 0.15};
    private static final int MAX_STEPS = 3_000_000;
    private static final int SHOWN_SWITCHES = 120;
    private static final long HANG_SECONDS = 60;
    private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
    private static final ExecutorService CARRIERS = Executors.newCachedThreadPool(task -> {
        Thread carrier = new Thread(task, "interleaving");
        carrier.setDaemon(true);
        return carrier;
    });

    private final Random random;
    private final double switchRate;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final List<Task> ready = new ArrayList<>();
    private final List<Task> blocked = new ArrayList<>();
    private final Map<Object, Lock> locks = new IdentityHashMap<>();
    private final Map<Object, Integer> hashes = new IdentityHashMap<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::dueNanos).thenComparingInt(Timer::number));
    private final Deque<Switch> lastSwitches = new ArrayDeque<>();
    private final List<String> switches = new ArrayList<>();
    private final List<Runnable> invariants = new ArrayList<>();
    private volatile Task running;
    private Task settling;
    private Throwable failure;
    private boolean earlyTimers = true;
    private boolean checking;
    private long nanos = 1;
    private int steps;
    private int timerCount;

    private static final class Task {
        final Schedule schedule;
        final String name;
        final Runnable body;
        volatile Thread thread;
        Object waitsFor;
        int indivisible;

        Task(Schedule schedule, String name, Runnable body) {
            this.schedule = schedule;
            this.name = name;
            this.body = body;
        }
    }

    private static final class Lock {
        Task owner;
        int depth;
    }

    private record Timer(long dueNanos, int number, String name, Runnable task) {}

    private record Switch(String from, String where, String to) {
        @Override
        public String toString() {
            return from + " before " + where + " -> " + to;
        }
    }

    Schedule(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.switchRate = SWITCH_RATES[random.nextInt(SWITCH_RATES.length)];
    }

    void run(Scenario scenario) {
        Task main = new Task(this, "main", () -> {
            try {
                scenario.run(this);
                settle();
            } catch (Exception | AssertionError thrown) {
                fail(thrown);
            }
            end();
        });
        transfer(main);
        try {
            end.get(HANG_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause().toString(), failed.getCause());
        } catch (TimeoutException hangs) {
            AssertionError error = new AssertionError("the run hangs in " + running.name);
            error.setStackTrace(running.thread.getStackTrace());
            throw error;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    // What scenarios call.

    /** Returns the random numbers of the run. */
    public Random random() {
        return random;
    }

    /** Returns true once in so many calls. */
    public boolean oneIn(int calls) {
        return random.nextInt(calls) == 0;
    }

    /** Returns the time of the run in nanoseconds. */
    public long nanoTime() {
        return nanos;
    }

    /** Starts a thread. */
    public void start(String name, Runnable body) {
        ready.add(new Task(this, name, body));
    }

    /** Fails the run unless the condition is true, also if code under test catches what this throws. */
    public void require(boolean condition, String message) {
        if (!condition) {
            AssertionError error = new AssertionError(message);
            fail(error);
            throw error;
        }
    }

    /** Fails the run. */
    public void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
    }

    /** Checks an invariant at every switch. */
    public void invariant(Runnable check) {
        invariants.add(check);
    }

    /** Returns whether a thread is in a synchronized block of this object. */
    public boolean isLocked(Object monitor) {
        return locks.containsKey(monitor);
    }

    /** Lets all other threads run until none is left. Called by the main thread only. */
    public void settle() {
        Task me = CURRENT.get();
        while (!ready.isEmpty() || !blocked.isEmpty()) {
            settling = me;
            Task next = pick();
            if (next.thread == null) { // needs no thread of its own: this one waits for all others anyway
                checkInvariants();
                note(new Switch(me.name, "settle", next.name));
                running = next;
                execute(next);
                CURRENT.set(me);
                running = me;
                checkInvariants();
            } else {
                handOver(me, "settle", next);
            }
            settling = null;
        }
    }

    /** Lets time pass, and all timers run that are due until then. Called by the main thread only. */
    public void advance(Duration time) {
        boolean early = earlyTimers;
        earlyTimers = false;
        settle();
        long until = nanos + time.toNanos();
        while (!timers.isEmpty() && timers.peek().dueNanos() <= until) {
            fire();
            settle();
        }
        nanos = Math.max(nanos, until);
        earlyTimers = early;
    }

    /** From now on all threads are faster than the timers: time passes only by {@link #advance}. */
    public void stopClock() {
        earlyTimers = false;
    }

    void at(Duration delay, String name, Runnable task) {
        timers.add(new Timer(nanos + delay.toNanos(), timerCount++, name, task));
    }

    List<String> switches() {
        return switches;
    }

    String lastSwitches() {
        StringBuilder text = new StringBuilder();
        lastSwitches.forEach(each -> text.append("  ").append(each).append('\n'));
        return text.toString();
    }

    // What woven code calls.

    /** The calling thread may hand over. Does nothing on a thread that belongs to no run. */
    public static void step(String where) {
        Task me = CURRENT.get();
        if (me != null && me.indivisible == 0) {
            me.schedule.step(me, where);
        }
    }

    /** Enters a synchronized block. */
    public static void enter(Object monitor, String where) {
        Task me = CURRENT.get();
        if (me != null) {
            step(where);
            me.schedule.acquire(me, monitor, where);
        }
    }

    /** Leaves a synchronized block. */
    public static void exit(Object monitor, String where) {
        Task me = CURRENT.get();
        if (me != null) {
            me.schedule.release(monitor);
            step(where);
        }
    }

    /** The thread does not hand over until {@link #endStep()}. */
    public static void beginStep() {
        Task me = CURRENT.get();
        if (me != null) {
            me.indivisible++;
        }
    }

    /** Ends {@link #beginStep()}. */
    public static void endStep() {
        Task me = CURRENT.get();
        if (me != null) {
            me.indivisible--;
        }
    }

    /** Returns the hash code of an object without one of its own. */
    public static int hash(Object object) {
        Task me = CURRENT.get();
        return me == null ? System.identityHashCode(object) : me.schedule.hashOf(object);
    }

    // The scheduler.

    private int hashOf(Object object) {
        return hashes.computeIfAbsent(object, absent -> hashes.size() * 31);
    }

    private void step(Task me, String where) {
        if (checking) {
            return;
        }
        if (++steps > MAX_STEPS) {
            fail(new AssertionError("the run does not end; last step: " + where));
            end();
            abandon();
        }
        if (random.nextDouble() < switchRate) {
            ready.add(me);
            handOver(me, where, pick());
        }
    }

    private void acquire(Task me, Object monitor, String where) {
        Lock lock = locks.computeIfAbsent(monitor, free -> new Lock());
        while (lock.owner != null && lock.owner != me) {
            if (me.indivisible > 0) {
                throw new IllegalStateException("a step waits for a monitor at " + where);
            }
            me.waitsFor = monitor;
            blocked.add(me);
            handOver(me, where, pick());
            lock = locks.computeIfAbsent(monitor, free -> new Lock());
        }
        lock.owner = me;
        lock.depth++;
    }

    private void release(Object monitor) {
        Lock lock = locks.get(monitor);
        if (--lock.depth == 0) {
            locks.remove(monitor);
            for (Task task : List.copyOf(blocked)) {
                if (task.waitsFor == monitor) {
                    blocked.remove(task);
                    ready.add(task);
                }
            }
        }
    }

    private Task pick() {
        if (earlyTimers && !timers.isEmpty() && random.nextInt(40) == 0) {
            fire();
        }
        if (!ready.isEmpty()) {
            return ready.remove(random.nextInt(ready.size()));
        }
        Task waiting = settling;
        if (waiting != null && blocked.isEmpty()) {
            return waiting;
        }
        fail(new AssertionError(
                "deadlock: " + blocked.stream().map(task -> task.name).toList()));
        end();
        abandon();
        throw new IllegalStateException("abandoned");
    }

    private void fire() {
        Timer timer = timers.remove();
        nanos = Math.max(nanos, timer.dueNanos());
        start(timer.name(), timer.task());
    }

    private void handOver(Task me, String where, Task next) {
        checkInvariants();
        if (next == me) {
            return;
        }
        note(new Switch(me.name, where, next.name));
        transfer(next);
        while (running != me) {
            LockSupport.park(this);
        }
    }

    private void checkInvariants() {
        checking = true;
        try {
            invariants.forEach(Runnable::run);
        } catch (AssertionError broken) {
            fail(broken);
        }
        checking = false;
        if (failure != null) {
            end();
            abandon();
        }
    }

    private void note(Switch change) {
        switches.add(change.toString());
        lastSwitches.addLast(change);
        if (lastSwitches.size() > SHOWN_SWITCHES) {
            lastSwitches.removeFirst();
        }
    }

    private void transfer(Task next) {
        running = next;
        if (next.thread == null) {
            CARRIERS.execute(() -> carry(next));
        } else {
            LockSupport.unpark(next.thread);
        }
    }

    /** Runs a task, and after it those that have not started, for as long as they are next: that needs no other thread. */
    private void carry(Task first) {
        Task task = first;
        while (task != null && task.thread == null) {
            execute(task);
            Task next = null;
            if (failure != null) {
                end();
            } else if (!end.isDone()) {
                next = pick();
                note(new Switch(task.name, "its end", next.name));
                running = next;
                LockSupport.unpark(next.thread);
            }
            task = next;
        }
    }

    private void execute(Task task) {
        task.thread = Thread.currentThread();
        CURRENT.set(task);
        try {
            task.body.run();
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
        CURRENT.remove();
    }

    private void end() {
        if (failure != null) {
            end.completeExceptionally(failure);
        } else {
            end.complete(null);
        }
    }

    /** The run has failed: the thread stays where it is, and is never scheduled again. */
    private void abandon() {
        while (true) {
            LockSupport.park(this);
        }
    }
}
