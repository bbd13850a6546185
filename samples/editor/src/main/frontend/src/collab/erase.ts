import { localCopyName } from './location';

/** Deletes one of this browser's databases. Always resolves: a database in use elsewhere is deleted when it is closed. */
export function eraseDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve();
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** Deletes this browser's copy of a document that no longer exists. Needs no Yjs, which the list page has not loaded. */
export function eraseLocalCopyOf(id: string): Promise<void> {
  return eraseDatabase(localCopyName(location, id));
}
