import type { Environment } from '../environment';

export class FakeEnvironment implements Environment {
  #online: boolean;
  readonly #listeners = { online: new Set<() => void>(), offline: new Set<() => void>(), wake: new Set<() => void>() };
  /** Added to the clock: how long the computer slept. */
  slept = 0;

  constructor(online = true) {
    this.#online = online;
  }

  online = () => this.#online;
  onOnline = (listener: () => void) => this.#listen('online', listener);
  onOffline = (listener: () => void) => this.#listen('offline', listener);
  onWake = (listener: () => void) => this.#listen('wake', listener);
  now = () => Date.now() + this.slept;
  random = () => 0.5;

  setOnline(online: boolean): void {
    this.#online = online;
    this.#notify(online ? 'online' : 'offline');
  }

  wake(): void {
    this.#notify('wake');
  }

  #listen(type: 'online' | 'offline' | 'wake', listener: () => void): () => void {
    this.#listeners[type].add(listener);
    return () => this.#listeners[type].delete(listener);
  }

  #notify(type: 'online' | 'offline' | 'wake'): void {
    for (const listener of this.#listeners[type]) listener();
  }
}
