import { ApiError, type DocumentInfo, listDocuments } from './api';
import { Store } from './collab/store';

export interface Documents {
  readonly items: readonly DocumentInfo[] | null;
  readonly error: ApiError | null;
}

const REFRESH_MS = 10_000;

/** The list as last loaded. It outlives the list page, so that going back shows it at once, also without a network. */
export const documents = new Store<Documents>({ items: null, error: null });

let running: Promise<void> | null = null;

export function refreshDocuments(): Promise<void> {
  running ??= listDocuments()
    .then(
      (items) => documents.set({ items, error: null }),
      (error: unknown) => documents.set({ ...documents.get(), error: asApiError(error) }),
    )
    .finally(() => {
      running = null;
    });
  return running;
}

/** Refreshes now, when the tab comes to the front, and every few seconds; the ETag makes an unchanged list cheap. */
export function watchDocuments(): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') void refreshDocuments();
  };
  look();
  const timer = setInterval(look, REFRESH_MS);
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('online', look);
  };
}

export function knownDocument(id: string): DocumentInfo | undefined {
  return documents.get().items?.find((item) => item.id === id);
}

export function putDocument(changed: DocumentInfo): void {
  const { items, error } = documents.get();
  if (items === null) return;
  const rest = items.filter((item) => item.id !== changed.id);
  documents.set({ items: items.length === rest.length ? [changed, ...rest] : items.map((item) => (item.id === changed.id ? changed : item)), error });
}

export function dropDocument(id: string): void {
  const { items, error } = documents.get();
  if (items !== null) documents.set({ items: items.filter((item) => item.id !== id), error });
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, 'unexpected', String(error));
}
