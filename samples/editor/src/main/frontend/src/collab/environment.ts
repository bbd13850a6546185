/** The environment of a session: clock, timers and browser events. Tests use one of their own. */
export interface Environment {
  online(): boolean;
  onOnline(listener: () => void): () => void;
  onOffline(listener: () => void): () => void;
  /** The tab came to the front, or the page came back from the browser's cache. */
  onWake(listener: () => void): () => void;
  now(): number;
  random(): number;
}

export function browserEnvironment(): Environment {
  return {
    online: () => navigator.onLine,
    onOnline: (listener) => listen(window, 'online', listener),
    onOffline: (listener) => listen(window, 'offline', listener),
    onWake: (listener) => {
      const visible = listen(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      });
      const shown = listen(window, 'pageshow', (event) => {
        if ((event as PageTransitionEvent).persisted) listener();
      });
      return () => {
        visible();
        shown();
      };
    },
    // A wall clock: a monotonic clock may stop while a laptop sleeps.
    now: () => Date.now(),
    random: () => Math.random(),
  };
}

function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
