package io.collab.crdt.internal.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The root types of a document by name, in the order of their appearance. Not thread-safe. */
public final class RootTypes {

    private final Map<String, Branch> roots = new LinkedHashMap<>();

    /** Returns a root of any kind, created if necessary. */
    public Branch get(String name) {
        Branch known = roots.get(name);
        if (known == null) {
            known = new Branch(Branch.UNKNOWN, name);
            roots.put(name, known);
        }
        return known;
    }

    /**
     * Returns a root of a kind, created if necessary.
     *
     * @throws IllegalStateException if the root is of another kind
     */
    public Branch get(String name, int kind) {
        Branch root = get(name);
        if (root.kind == Branch.UNKNOWN) {
            root.kind = kind;
            // as in Yjs, formatting integrated earlier is not cleaned up; the next mark sets the flag again
            root.hasFormatting = false;
        } else if (root.kind != kind) {
            throw new IllegalStateException("root " + name + " is of another kind");
        }
        return root;
    }

    /** Returns a root, or null if it does not exist. */
    public @Nullable Branch find(String name) {
        return roots.get(name);
    }

    public Set<String> names() {
        return roots.keySet();
    }

    public Collection<Branch> branches() {
        return roots.values();
    }
}
