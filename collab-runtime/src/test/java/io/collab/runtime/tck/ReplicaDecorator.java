package io.collab.runtime.tck;

import io.collab.api.Commit;
import io.collab.api.Submission;
import io.collab.api.Update;
import io.collab.api.Version;
import io.collab.spi.merge.Dependency;
import io.collab.spi.merge.Prepared;
import io.collab.spi.merge.Replica;
import java.util.List;
import java.util.Set;

/** A replica that delegates to a correct one; defective ones override one method. */
class ReplicaDecorator implements Replica {
    final Replica good;

    ReplicaDecorator(Replica good) {
        this.good = good;
    }

    @Override
    public List<Prepared> prepare(List<Submission> submissions, List<Commit> history) {
        return good.prepare(submissions, history);
    }

    @Override
    public void integrate(Commit commit) {
        good.integrate(commit);
    }

    @Override
    public boolean covers(Update update) {
        return good.covers(update);
    }

    @Override
    public Version version() {
        return good.version();
    }

    @Override
    public List<Update> diff(Version version, int maxBytes) {
        return good.diff(version, maxBytes);
    }

    @Override
    public Set<Dependency> missing() {
        return good.missing();
    }

    @Override
    public byte[] snapshot() {
        return good.snapshot();
    }

    @Override
    public <D> D read(Class<D> model) {
        return good.read(model);
    }
}
