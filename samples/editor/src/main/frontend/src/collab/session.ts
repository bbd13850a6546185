import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { retryDelay } from './backoff';
import { type Ending, endingOfCode, endingOfDocument, endingOfRefusal } from './endings';
import type { Environment } from './environment';
import { SaveLedger } from './ledger';
import type { LocalCopy } from './local-copy';
import { type Peer, peersOf, samePeers } from './presence';
import { ANSWER_MS, FIRST_SYNC_MS, Pulse } from './pulse';
import { describe, GONE, sameStatus, type Status } from './status';
import { Store } from './store';
import { tappedSocket } from './tapped-socket';

export interface User {
  readonly name: string;
  readonly color: string;
}

export interface SessionView {
  readonly status: Status;
  /** Whether there is content to show: this browser's copy, or the server's. Before that the document is unknown, not empty. */
  readonly ready: boolean;
  readonly writable: boolean;
  readonly peers: readonly Peer[];
  readonly unsaved: number;
  /** Whether edits survive closing this tab. */
  readonly kept: boolean;
}

export interface SessionOptions {
  readonly url: string;
  readonly name: string;
  readonly user: User;
  readonly environment: Environment;
  readonly socket: typeof WebSocket;
  readonly openCopy: (doc: Y.Doc) => LocalCopy;
}

/** A longer gap between two ticks means that the computer slept or the tab was frozen: its socket may be dead. */
const SLEPT_MS = 20_000;
/** After a connection that lasted this long the backoff starts again. */
const HEALTHY_MS = 3_000;
const TICK_MS = 250;
const REMEMBER_MS = 400;
const COPY_HEAD_START_MS = 1_500;
/** How often to try although the browser reports no network: the report may be wrong. */
const OFFLINE_RETRY_MS = 30_000;

/**
 * One document, open in one tab: the Yjs document, its copy in this browser, its connection, and the status shown to the user.
 *
 * The provider is the stock one. Its reconnect timer is not used, because it does not expose when it will fire: each
 * connection is one attempt, and this class schedules the next one.
 */
export class Session {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly view: Store<SessionView>;

  readonly #environment: Environment;
  readonly #copy: LocalCopy;
  readonly #ledger = new SaveLedger();
  readonly #pulse = new Pulse();
  readonly #socket: HocuspocusProviderWebsocket;
  readonly #provider: HocuspocusProvider;
  readonly #undo: (() => void)[] = [];

  #user: User;
  #link: 'connecting' | 'open' | 'waiting' | 'stopped' = 'connecting';
  #attempt = 0;
  /** Infinite until the first attempt: nothing is awaited yet. */
  #attemptAt = Number.POSITIVE_INFINITY;
  #retryAt: number | null = null;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #cause: 'network' | 'storage' = 'network';
  #ending: Exclude<Ending, { kind: 'retry' }> | null = null;
  #current: WebSocket | null = null;
  #openedAt = 0;
  #synced = false;
  #everSynced = false;
  #stalled = false;
  #readOnly = false;
  #clearSince: number | null = null;
  #cleared = false;
  #kept = true;
  #complete = false;
  #loaded = false;
  #tickedAt: number;
  #rememberTimer: ReturnType<typeof setTimeout> | undefined;
  /** A connection worked while the browser reported no network: its report is ignored from then on. */
  #onlineAfterAll = false;
  #destroyed = false;

  constructor(options: SessionOptions) {
    this.#environment = options.environment;
    this.#user = options.user;
    this.#tickedAt = this.#now();
    this.#copy = options.openCopy(this.doc);
    this.#socket = new HocuspocusProviderWebsocket({
      url: options.url,
      autoConnect: false,
      maxAttempts: 1,
      minDelay: 0,
      // The provider's own check does not notify its document, so it must fire only after this one.
      messageReconnectTimeout: 2 * FIRST_SYNC_MS,
      WebSocketPolyfill: tappedSocket(options.socket, {
        opened: (socket) => this.#onOpen(socket),
        sent: (socket, frame) => {
          if (socket !== this.#current) return;
          this.#ledger.sent(frame, this.#now());
          this.#refresh();
        },
        received: (socket, frame) => {
          if (socket !== this.#current) return;
          this.#pulse.heard(this.#now());
          this.#ledger.received(frame, this.#now());
          if (frame.kind === 'ack' && this.#ledger.allClear) this.#remember();
          if (frame.kind === 'close') {
            // The provider handles the frame before this.
            queueMicrotask(() => socket === this.#current && this.#end(endingOfDocument(frame.reason)));
          }
          this.#refresh();
        },
      }),
    });
    this.#provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name: options.name,
      document: this.doc,
      awareness: this.awareness,
      token: '',
      onSynced: () => this.#onSynced(),
      onStateless: ({ payload }) => this.#onStateless(payload),
      onAuthenticated: ({ scope }) => {
        this.#readOnly = scope === 'readonly';
        this.#refresh();
      },
      onAuthenticationFailed: ({ reason }) => this.#end(endingOfRefusal(reason)),
    });
    this.#socket.on('disconnect', () => {
      this.#socket.shouldConnect = false;
    });
    this.#socket.on('close', ({ event }: { event: { code?: number; reason?: string } }) => {
      this.#onClosed(event?.code ?? 1006, event?.reason ?? '');
    });
    this.#socket.on('maxAttemptsFailed', () => this.#onClosed(1006, ''));

    this.view = new Store<SessionView>(this.#compute());
    this.doc.on('update', this.#onUpdate);
    this.awareness.on('change', this.#onPresence);
    this.#listen();
    this.setUser(options.user);
    const timer = setInterval(() => this.#tick(), TICK_MS);
    this.#undo.push(() => clearInterval(timer));
    // With this browser's copy loaded the server sends only what is missing. A slow disk must not delay the connection.
    const start = setTimeout(() => this.#start(), COPY_HEAD_START_MS);
    this.#undo.push(() => clearTimeout(start));
    void this.#copy.loaded.then((memory) => {
      this.#onLoaded(memory);
      clearTimeout(start);
      this.#start();
    });
  }

  setUser(user: User): void {
    this.#user = user;
    if (this.awareness.getLocalState() === null) this.awareness.setLocalState({});
    this.awareness.setLocalStateField('user', { name: user.name, color: user.color });
  }

  /** Connects now, whatever was scheduled. After "too large" or "no access" it starts a new attempt. */
  retryNow(): void {
    if (this.#destroyed || this.#link === 'open' || this.#link === 'connecting') return;
    this.#ending = null;
    this.#attempt = 0;
    this.#connect();
  }

  /** Ends the session: another part of the application found that the document no longer exists. */
  gone(): void {
    if (this.#destroyed || this.#ending !== null) return;
    this.#ending = { kind: 'replaced', reason: GONE };
    clearTimeout(this.#retryTimer);
    this.#drop(1000, '');
    this.#link = 'stopped';
    this.#refresh();
  }

  /** Deletes this browser's copy, unsaved edits included. Open a new session afterwards. */
  async discard(): Promise<void> {
    this.destroy({ erase: true });
    await this.#copy.erase();
  }

  destroy({ erase = false } = {}): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#rememberTimer);
    for (const undo of this.#undo) undo();
    this.doc.off('update', this.#onUpdate);
    this.awareness.off('change', this.#onPresence);
    if (!erase) {
      this.#saveMemory();
      this.#copy.close();
    }
    this.#current = null;
    this.#provider.destroy();
    this.#socket.destroy();
    this.doc.destroy();
  }

  #now(): number {
    return this.#environment.now();
  }

  #online(): boolean {
    return this.#environment.online() || this.#onlineAfterAll;
  }

  #start(): void {
    if (this.#destroyed || this.#ending !== null || this.#provider.isAttached) return;
    this.#provider.attach();
    this.#connect();
  }

  #connect(): void {
    if (this.#destroyed || this.#link === 'open') return;
    clearTimeout(this.#retryTimer);
    this.#retryAt = null;
    this.#link = 'connecting';
    this.#attemptAt = this.#now();
    // A newer awareness clock: the others have seen this client leave with the old one, and ignore the same clock.
    this.setUser(this.#user);
    void this.#socket.connect();
    this.#refresh();
  }

  #onOpen(socket: WebSocket): void {
    if (this.#destroyed) return;
    this.#current = socket;
    this.#link = 'open';
    clearTimeout(this.#retryTimer);
    this.#openedAt = this.#now();
    this.#pulse.opened(this.#openedAt);
    this.#stalled = this.#cleared = false;
    this.#ledger.opened();
    // Updates that the provider queued without a socket are in the document, and the handshake sends them. Sent as
    // well, they would be acknowledged twice, and a change too large for the server would be resent for ever.
    this.#socket['messageQueue'] = [];
    this.#refresh();
  }

  #onSynced(): void {
    this.#synced = this.#everSynced = this.#complete = true;
    this.#onlineAfterAll = !this.#environment.online();
    this.#cause = 'network';
    this.#remember();
    this.#refresh();
  }

  #onStateless(payload: string): void {
    try {
      const message = JSON.parse(payload) as { type?: unknown; state?: unknown };
      if (message.type !== 'collab.save') return;
      this.#stalled = message.state === 'stalled';
      this.#refresh();
    } catch {
      // A stateless message of another application.
    }
  }

  /** The socket closed or did not open. May be called twice for one socket. */
  #onClosed(code: number, reason: string): void {
    if (this.#destroyed || this.#link === 'waiting' || this.#link === 'stopped') return;
    const healthy = this.#link === 'open' && this.#synced && this.#now() - this.#openedAt >= HEALTHY_MS;
    this.#current = null;
    this.#synced = this.#stalled = false;
    this.#ledger.closed();
    const ending = this.#ending ?? endingOfCode(code, reason);
    if (ending.kind === 'retry') {
      if (healthy) this.#attempt = 0;
      if (this.#link === 'open' || ending.cause === 'storage') this.#cause = ending.cause;
      this.#wait();
    } else {
      this.#ending = ending;
      this.#link = 'stopped';
    }
    this.#refresh();
  }

  #wait(): void {
    this.#link = 'waiting';
    const delay = this.#online()
      ? retryDelay(this.#attempt++, () => this.#environment.random())
      : OFFLINE_RETRY_MS;
    this.#retryAt = this.#now() + delay;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), delay);
  }

  /** The server closed this document, but not the socket. The socket has no other use, so both are closed. */
  #end(ending: Ending): void {
    if (this.#destroyed) return;
    if (ending.kind !== 'retry') this.#ending = ending;
    const storage = ending.kind === 'retry' && ending.cause === 'storage';
    this.#drop(storage ? 4503 : 1000, ending.kind === 'retry' ? '' : ending.reason);
  }

  /** Abandons the socket without waiting for the closing handshake, which a dead connection never completes. */
  #drop(code: number, reason: string): void {
    if (this.#link !== 'open' && this.#link !== 'connecting') return;
    this.#socket.onClose({ event: { code, reason } });
    this.#provider.onClose();
    this.#onClosed(code, reason);
  }

  #listen(): void {
    this.#undo.push(
      this.#environment.onOnline(() => {
        this.#attempt = 0;
        if (this.#link === 'waiting') this.#connect();
        else this.#probe();
      }),
      this.#environment.onOffline(() => {
        this.#onlineAfterAll = false;
        this.#drop(1006, '');
      }),
      this.#environment.onWake(() => {
        this.setUser(this.#user);
        if (this.#link === 'waiting') this.#connect();
        else this.#probe();
      }),
    );
  }

  /** Probes the server: it always answers a SyncStep1, which also finds anything that was missed. */
  #probe(): void {
    if (this.#link !== 'open' || !this.#synced || this.#pulse.waiting) return;
    this.#pulse.asked(this.#now());
    this.#ledger.probing();
    this.#provider.forceSync();
  }

  #tick(): void {
    const now = this.#now();
    const slept = now - this.#tickedAt >= SLEPT_MS;
    this.#tickedAt = now;
    if (this.#link === 'open') {
      this.#pulse.sending(this.#current?.bufferedAmount ?? 0, now);
      if (this.#pulse.isDead(now, this.#synced, this.#stalled, this.#ledger)) {
        this.#drop(1006, '');
        return;
      }
      if (slept || this.#pulse.isSilent(now)) this.#probe();
    } else if (this.#link === 'connecting' && now - this.#attemptAt >= ANSWER_MS) {
      this.#drop(1006, '');
      return;
    } else if (this.#link === 'waiting' && slept) {
      this.#connect();
      return;
    }
    this.#refresh();
  }

  /** Edits that come from the browser's copy are not counted: they were counted when they were written. */
  readonly #onUpdate = (_update: Uint8Array, origin: unknown): void => {
    const { origin: copied } = this.#copy;
    if (origin === this.#provider || (copied !== null && origin === copied)) {
      this.#refresh();
      return;
    }
    this.#ledger.edited(this.#now());
    this.#remember();
    this.#refresh();
  };

  readonly #onPresence = (): void => this.#refresh();

  #onLoaded(memory: { unsaved: number; complete: boolean } | null): void {
    if (this.#destroyed) return;
    this.#loaded = true;
    this.#kept = memory !== null;
    if (memory !== null) {
      this.#complete ||= memory.complete;
      if (memory.unsaved > 0) this.#ledger.restored(memory.unsaved);
    }
    this.#refresh();
  }

  #remember(): void {
    clearTimeout(this.#rememberTimer);
    this.#rememberTimer = setTimeout(() => this.#saveMemory(), REMEMBER_MS);
  }

  #saveMemory(): void {
    if (this.#loaded) this.#copy.remember({ unsaved: this.#ledger.unsaved, complete: this.#complete });
  }

  #compute(): SessionView {
    const clear = this.#ledger.allClear && this.#synced;
    // The first time on a connection there was no typing, so the chip cannot flicker.
    this.#clearSince = clear ? (this.#clearSince ?? (this.#cleared ? this.#now() : 0)) : null;
    const status = describe({
      now: this.#now(),
      online: this.#online(),
      link: this.#link,
      retryAt: this.#retryAt,
      cause: this.#cause,
      ending: this.#ending,
      synced: this.#synced,
      everSynced: this.#everSynced,
      allClear: clear,
      clearSince: this.#clearSince,
      cleared: this.#cleared,
      unsaved: this.#ledger.unsaved,
      refused: this.#ledger.refused,
      readOnly: this.#readOnly,
      waitingSince: this.#ledger.waitingSince,
      stalled: this.#stalled,
      kept: this.#kept,
    });
    this.#cleared ||= status.state === 'saved';
    return {
      status,
      ready: this.#everSynced || (this.#loaded && this.#complete),
      writable: !this.#readOnly && (this.#ending === null || this.#ending.kind === 'too-large'),
      peers: peersOf(this.awareness.getStates(), this.doc.clientID),
      unsaved: this.#ledger.unsaved,
      kept: this.#kept,
    };
  }

  #refresh(): void {
    if (this.#destroyed || this.view === undefined) return;
    const before = this.view.get();
    const after = this.#compute();
    const same =
      sameStatus(before.status, after.status) &&
      samePeers(before.peers, after.peers) &&
      before.ready === after.ready &&
      before.writable === after.writable &&
      before.unsaved === after.unsaved &&
      before.kept === after.kept;
    if (!same) {
      this.view.set({
        ...after,
        status: sameStatus(before.status, after.status) ? before.status : after.status,
        peers: samePeers(before.peers, after.peers) ? before.peers : after.peers,
      });
    }
  }
}
