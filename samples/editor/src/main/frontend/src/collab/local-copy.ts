import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import { eraseDatabase } from './erase';

/** The state of an earlier visit: how many edits were not acknowledged, and whether the server's copy was ever complete here. */
export interface Memory {
  readonly unsaved: number;
  readonly complete: boolean;
}

/** This browser's copy of a document. */
export interface LocalCopy {
  /** Resolves when the copy has been read, or null when this browser keeps none (private window, full disk). */
  readonly loaded: Promise<Memory | null>;
  /** The origin of the transactions that load the copy into the document. */
  readonly origin: object | null;
  remember(memory: Memory): void;
  /** Deletes the copy and closes; the document in memory stays as it is. */
  erase(): Promise<void>;
  close(): void;
}

const NO_COPY: LocalCopy = {
  loaded: Promise.resolve(null),
  origin: null,
  remember: () => {},
  erase: () => Promise.resolve(),
  close: () => {},
};
const MEMORY_KEY = 'memory';
const LOAD_TIMEOUT_MS = 4_000;

export function openLocalCopy(name: string, doc: Y.Doc): LocalCopy {
  if (typeof indexedDB === 'undefined') return NO_COPY;
  const persistence = new IndexeddbPersistence(name, doc);
  // Set first by the library's constructor; where opening fails, `whenSynced` would wait for ever.
  const opened = (persistence as unknown as { _db: Promise<IDBDatabase> })._db;
  let usable = true;
  let closed = false;
  const loaded = Promise.race([
    opened.then(() => persistence.whenSynced).then(() => persistence.get(MEMORY_KEY)),
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('time-out')), LOAD_TIMEOUT_MS)),
  ]).then(
    (value) => {
      const memory = value as Partial<Memory> | undefined;
      return { unsaved: Number(memory?.unsaved ?? 0) || 0, complete: memory?.complete === true };
    },
    () => {
      usable = false;
      return null;
    },
  );
  return {
    loaded,
    origin: persistence,
    remember(memory) {
      if (usable && !closed) persistence.set(MEMORY_KEY, memory as unknown as string).catch(() => {});
    },
    async erase() {
      closed = true;
      await persistence.destroy().catch(() => {});
      await eraseDatabase(name);
    },
    close() {
      closed = true;
      persistence.destroy().catch(() => {});
    },
  };
}
