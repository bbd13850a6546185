package io.collab.runtime.testing;

import io.collab.api.CloseCode;
import io.collab.spi.transport.Connection;
import io.collab.spi.transport.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A socket that fails the run unless it is used as {@link Connection} demands: {@code send* close?}, one send in flight. A send
 * completes at once, or later on another thread.
 */
public final class CheckedConnection implements Connection {
    private final Schedule schedule;
    private final ScheduledPool network;
    private final List<Frame> sent = new ArrayList<>();
    private final List<CloseCode> closes = new ArrayList<>();
    private boolean inFlight;
    private boolean broken;
    private int failsOneIn;

    public CheckedConnection(Schedule schedule) {
        this.schedule = schedule;
        this.network = new ScheduledPool(schedule, "network", 1);
    }

    /** Fails one in so many sends; 0 for none. */
    public void failOneIn(int count) {
        failsOneIn = count;
    }

    /** Returns whether a send has failed. */
    public boolean isBroken() {
        return broken;
    }

    /** Returns the frames whose send was called, in order. */
    public List<Frame> sent() {
        return sent;
    }

    /** Returns the codes of all calls of close, in order. */
    public List<CloseCode> closes() {
        return closes;
    }

    @Override
    public String id() {
        return "connection";
    }

    @Override
    public CompletionStage<Void> send(Frame frame) {
        schedule.require(!inFlight, "two sends are in flight");
        schedule.require(closes.isEmpty(), "a send after the close");
        schedule.require(!broken, "a send over a broken socket");
        inFlight = true;
        sent.add(frame);
        Schedule.step("send");
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        if (schedule.oneIn(3)) {
            complete(accepted);
        } else {
            network.execute(() -> complete(accepted));
        }
        Schedule.step("sent");
        return accepted;
    }

    private void complete(CompletableFuture<Void> accepted) {
        Schedule.step("the socket accepts the next frame");
        inFlight = false;
        if (failsOneIn > 0 && schedule.oneIn(failsOneIn)) {
            broken = true;
            accepted.completeExceptionally(new IOException("the socket is broken"));
        } else {
            accepted.complete(null);
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        Schedule.step("close");
        closes.add(code);
    }
}
