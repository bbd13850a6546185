import { useEffect, useState } from 'react';
import { browserEnvironment } from '../collab/environment';
import { openLocalCopy } from '../collab/local-copy';
import { localCopyName, socketUrl } from '../collab/location';
import { Session } from '../collab/session';
import { identity } from '../identity';

/** The open document, closed with the page. A new `epoch` closes it and opens it again. */
export function useSession(id: string, epoch: number): Session | null {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    const opened = new Session({
      url: socketUrl(location),
      name: id,
      user: identity.get(),
      environment: browserEnvironment(),
      socket: WebSocket,
      openCopy: (doc) => openLocalCopy(localCopyName(location, id), doc),
    });
    const unsubscribe = identity.subscribe(() => opened.setUser(identity.get()));
    // Closing the tab is safe while this browser keeps a copy. Ask only if it does not.
    const guard = (event: BeforeUnloadEvent) => {
      const view = opened.view.get();
      if (view.unsaved > 0 && !view.kept) event.preventDefault();
    };
    window.addEventListener('beforeunload', guard);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- opens and closes with the effect, as its socket does
    setSession(opened);
    return () => {
      window.removeEventListener('beforeunload', guard);
      unsubscribe();
      setSession(null);
      opened.destroy();
    };
  }, [id, epoch]);
  return session;
}
