import { lazy, Suspense, useEffect, useRef } from 'react';
import { route } from '../route';
import { ChunkBoundary } from './ChunkBoundary';
import { ListPage } from './ListPage';
import { useStore } from './useStore';

const DocumentPage = lazy(() => import('./DocumentPage').then((module) => ({ default: module.DocumentPage })));

export function App() {
  const current = useStore(route);
  useEffect(() => {
    // The list is visible: prefetch the code for documents, so that one opens without a network as well.
    const timer = setTimeout(() => {
      for (const load of [() => import('./DocumentPage'), () => import('../editors/RichEditor'), () => import('../editors/TextEditor')]) {
        load().catch(() => {});
      }
    }, 1_500);
    return () => clearTimeout(timer);
  }, []);
  const before = useRef(current);
  useEffect(() => {
    // Back on the list the focus is at its top, not on a removed element. A document sets the focus by itself.
    if (before.current !== current && current.page === 'list') {
      document.getElementById('main')?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    before.current = current;
  }, [current]);
  return (
    <>
      <a className="skip-link" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      {current.page === 'list' ? (
        <ListPage />
      ) : (
        <ChunkBoundary>
          <Suspense fallback={<div className="page-loading" role="status">Opening…</div>}>
            <DocumentPage key={current.id} id={current.id} />
          </Suspense>
        </ChunkBoundary>
      )}
    </>
  );
}

/** Moves the focus in code, because following the link would change the hash, which is the route. */
function skipToMain(event: { preventDefault(): void }) {
  event.preventDefault();
  const main = document.getElementById('main');
  (main?.querySelector<HTMLElement>('[data-testid="editor"]') ?? main)?.focus();
}
