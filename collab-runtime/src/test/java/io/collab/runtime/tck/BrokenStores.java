package io.collab.runtime.tck;

import io.collab.api.DocumentId;
import io.collab.api.Generation;
import io.collab.runtime.memory.MemoryDocumentStore;
import io.collab.spi.storage.Append;
import io.collab.spi.storage.AppendResult;
import io.collab.spi.storage.DocumentStore;
import io.collab.spi.storage.Durability;
import io.collab.spi.storage.Head;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Stores with a defect in opening, listing, deleting, closing or durability. */
final class BrokenStores {
    private BrokenStores() {}

    /**
     * A defect.
     *
     * @param breaking a function that adds the defect to a correct store
     * @param message a part of the message with which the kit reports it
     */
    record Broken(UnaryOperator<DocumentStore> breaking, String message) {}

    static Map<Integer, Broken> documents() {
        Map<Integer, Broken> broken = new HashMap<>();
        broken.put(401, new Broken(AlwaysFormatOne::new, "the proposed values"));
        broken.put(402, new Broken(ReturnsTheProposal::new, "the first proposal wins"));
        broken.put(420, new Broken(ReturnsTheProposal::new, "get the same head"));
        broken.put(421, new Broken(NullForAbsent::new, "heads has the existing documents"));
        broken.put(422, new Broken(OrderOfUtf16::new, "the order is that of the names' UTF-8 bytes"));
        broken.put(423, new Broken(ListsFromTheName::new, "continues after the last name"));
        broken.put(424, new Broken(DeletesNothing::new, "expected"));
        broken.put(425, new Broken(DeletesAnything::new, "another generation is not deleted"));
        broken.put(426, new Broken(RestartsTheNumbering::new, "sequence numbers never decrease"));
        broken.put(460, new Broken(KeepsNothing::new, "the head is unchanged"));
        broken.put(461, new Broken(NeverCloses::new, "a closed store throws StorageException"));
        broken.put(462, new Broken(ChangesItsDurability::new, "the durability does not change"));
        broken.put(463, new Broken(ClosesOnInterrupt::new, "the store continues after an interrupt"));
        broken.put(464, new Broken(NeverFailsItsCheck::new, "the check of a closed store throws StorageException"));
        broken.put(465, new Broken(InventsItsId::new, "another node on the same documents has the same id"));
        return broken;
    }

    private static final class AlwaysFormatOne extends StoreDecorator {
        AlwaysFormatOne(DocumentStore good) {
            super(good);
        }

        @Override
        public Head open(DocumentId document, String engine, int formatVersion, Generation proposed) {
            return good.open(document, engine, 1, proposed);
        }
    }

    private static final class ReturnsTheProposal extends StoreDecorator {
        ReturnsTheProposal(DocumentStore good) {
            super(good);
        }

        @Override
        public Head open(DocumentId document, String engine, int formatVersion, Generation proposed) {
            Head head = good.open(document, engine, formatVersion, proposed);
            return new Head(document, proposed, engine, formatVersion, head.seq(), head.snapshotSeq());
        }
    }

    private static final class NullForAbsent extends StoreDecorator {
        NullForAbsent(DocumentStore good) {
            super(good);
        }

        @Override
        public Map<DocumentId, Head> heads(Collection<DocumentId> documents) {
            Map<DocumentId, Head> heads = new HashMap<>(good.heads(documents));
            documents.forEach(document -> heads.putIfAbsent(document, null));
            return heads;
        }
    }

    private static final class OrderOfUtf16 extends StoreDecorator {
        OrderOfUtf16(DocumentStore good) {
            super(good);
        }

        @Override
        public List<Head> list(String tenant, String afterName, int limit) {
            return good.list(tenant, afterName, limit).stream()
                    .sorted(Comparator.comparing(head -> head.document().name()))
                    .toList();
        }
    }

    private static final class ListsFromTheName extends StoreDecorator {
        ListsFromTheName(DocumentStore good) {
            super(good);
        }

        @Override
        public List<Head> list(String tenant, String afterName, int limit) {
            return good.list(tenant, "", 1000).stream()
                    .filter(head -> head.document().name().compareTo(afterName) >= 0)
                    .limit(limit)
                    .toList();
        }
    }

    private static final class DeletesNothing extends StoreDecorator {
        DeletesNothing(DocumentStore good) {
            super(good);
        }

        @Override
        public boolean delete(DocumentId document, Generation generation) {
            return true;
        }
    }

    private static final class DeletesAnything extends StoreDecorator {
        DeletesAnything(DocumentStore good) {
            super(good);
        }

        @Override
        public boolean delete(DocumentId document, Generation generation) {
            Head head = headOf(document);
            return head != null && good.delete(document, head.generation());
        }
    }

    private static final class RestartsTheNumbering extends StoreDecorator {
        RestartsTheNumbering(DocumentStore good) {
            super(good);
        }

        @Override
        public Head open(DocumentId document, String engine, int formatVersion, Generation proposed) {
            Head head = good.open(document, engine, formatVersion, proposed);
            return head.withSeq(0).withSnapshotSeq(0);
        }
    }

    /** Reports that it keeps everything, and is empty when it is opened. */
    private static final class KeepsNothing extends StoreDecorator {
        KeepsNothing(DocumentStore good) {
            super(new MemoryDocumentStore());
        }

        @Override
        public Durability durability() {
            return new Durability(Durability.Level.DISK, 0);
        }
    }

    private static final class NeverCloses extends StoreDecorator {
        NeverCloses(DocumentStore good) {
            super(good);
        }

        @Override
        public void close() {}
    }

    private static final class NeverFailsItsCheck extends StoreDecorator {
        NeverFailsItsCheck(DocumentStore good) {
            super(good);
        }

        @Override
        public void check() {}
    }

    private static final class ChangesItsDurability extends StoreDecorator {
        private int calls;

        ChangesItsDurability(DocumentStore good) {
            super(good);
        }

        @Override
        public Durability durability() {
            return new Durability(Durability.Level.MEMORY, calls++);
        }
    }

    private static final class ClosesOnInterrupt extends StoreDecorator {
        ClosesOnInterrupt(DocumentStore good) {
            super(good);
        }

        @Override
        public List<AppendResult> append(List<Append> appends) {
            if (Thread.currentThread().isInterrupted()) {
                good.close();
            }
            return good.append(appends);
        }
    }

    private static final class InventsItsId extends StoreDecorator {
        private final String id = UUID.randomUUID().toString();

        InventsItsId(DocumentStore good) {
            super(good);
        }

        @Override
        public String id() {
            return id;
        }
    }
}
