import { useCallback, useEffect, useState } from 'react';
import { type ApiError, type DocumentInfo, getDocument } from '../api';
import { asApiError, dropDocument, knownDocument, putDocument } from '../documents';

const REFRESH_MS = 10_000;

/** Title and kind of one document, kept up to date: other users may rename it while it is open. */
export function useDocumentInfo(id: string) {
  const [info, setInfo] = useState<DocumentInfo | null>(() => knownDocument(id) ?? null);
  const [error, setError] = useState<ApiError | null>(null);

  const refresh = useCallback(
    async (signal?: AbortSignal): Promise<boolean> => {
      try {
        const fresh = await getDocument(id, signal);
        setInfo((old) => (old !== null && old.title === fresh.title && old.updatedAt === fresh.updatedAt ? old : fresh));
        setError(null);
        putDocument(fresh);
        return true;
      } catch (failure) {
        const problem = asApiError(failure);
        if (signal?.aborted !== true) {
          setError(problem);
          if (problem.status === 404) dropDocument(id);
        }
        return problem.status !== 404;
      }
    },
    [id],
  );

  useEffect(() => {
    const abort = new AbortController();
    const look = () => {
      if (document.visibilityState === 'visible') void refresh(abort.signal);
    };
    look();
    const timer = setInterval(look, REFRESH_MS);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      abort.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [refresh]);

  return { info, error, setInfo, refresh };
}
