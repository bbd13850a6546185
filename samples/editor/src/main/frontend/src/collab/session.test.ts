import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { LocalCopy, Memory } from './local-copy';
import { Session } from './session';
import { FakeEnvironment } from './testing/fake-environment';
import { FakeServer } from './testing/fake-server';

const NAME = 'doc-1';

/** The session with the stock provider, on a clock that the test advances. */
describe('Session', () => {
  let server: FakeServer;
  let world: FakeEnvironment;
  let memory: Memory | null;
  let remembered: Memory[];
  const sessions: Session[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer(NAME);
    world = new FakeEnvironment();
    memory = { unsaved: 0, complete: false };
    remembered = [];
  });

  afterEach(() => {
    for (const session of sessions.splice(0)) session.destroy();
    vi.useRealTimers();
  });

  async function open(copy: Partial<LocalCopy> = {}): Promise<Session> {
    const session = new Session({
      url: 'ws://test/collab/h',
      name: NAME,
      user: { name: 'Ada', color: '#112233' },
      environment: world,
      socket: server.socketClass,
      openCopy: () => ({
        loaded: Promise.resolve(memory),
        origin: null,
        remember: (value) => void remembered.push(value),
        erase: () => Promise.resolve(),
        close: () => {},
        ...copy,
      }),
    });
    sessions.push(session);
    await pass(50);
    return session;
  }

  /** Advances the clock by `ms` and runs everything that is due. */
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const state = (session: Session) => session.view.get().status.state;
  const type = (session: Session, text = 'x') => session.doc.getText('content').insert(0, text);

  it('opens, and says saved when the handshake is acknowledged', async () => {
    server.doc.getText('content').insert(0, 'hello');
    const session = await open();
    expect(session.doc.getText('content').toString()).toBe('hello');
    expect(session.view.get()).toMatchObject({ ready: true, writable: true });
    expect(state(session)).toBe('saved');
  });

  it('says saving at once with an edit, and saved again only after the acknowledgement', async () => {
    const session = await open();
    server.acknowledges = false;
    type(session);
    expect(state(session)).toBe('saving');
    await pass(5_000);
    expect(state(session)).toBe('saving');
    server.releaseAcks();
    await pass(1_000);
    expect(state(session)).toBe('saved');
  });

  it('never says saved while an edit is not on the server, whatever happens', async () => {
    const session = await open();
    const lies: string[] = [];
    session.view.subscribe(() => {
      if (state(session) !== 'saved') return;
      const mine = session.doc.getText('content').toString();
      const theirs = server.doc.getText('content').toString();
      if (mine !== theirs) lies.push(`${mine} / ${theirs}`);
    });
    let seed = 7;
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    for (let i = 0; i < 400; i++) {
      const dice = random();
      if (dice < 0.5) type(session, String(i % 10));
      else if (dice < 0.6) server.open?.end([1006, 1012, 4503, 4408][i % 4]!);
      else if (dice < 0.65) server.reachable = server.reachable === 'yes' ? 'refuse' : 'yes';
      else if (dice < 0.75) server.acknowledges = !server.acknowledges;
      else if (dice < 0.8) world.setOnline(!world.online());
      else if (dice < 0.85) world.wake();
      if (server.acknowledges) server.releaseAcks();
      await pass(Math.floor(random() * 900));
    }
    expect(lies).toEqual([]);
    server.reachable = 'yes';
    server.acknowledges = true;
    if (!world.online()) world.setOnline(true);
    server.releaseAcks();
    await pass(70_000);
    expect(state(session)).toBe('saved');
    expect(server.doc.getText('content').toString()).toBe(session.doc.getText('content').toString());
  });

  it('says stalled when the server says so, until it says ok', async () => {
    const session = await open();
    server.acknowledges = false;
    type(session);
    server.stateless({ type: 'collab.save', state: 'stalled' });
    await pass(10);
    expect(state(session)).toBe('stalled');
    await pass(60_000);
    expect(state(session)).toBe('stalled');
    expect(server.sockets).toHaveLength(1);
    server.stateless({ type: 'collab.save', state: 'ok' });
    server.releaseAcks();
    await pass(1_000);
    expect(state(session)).toBe('saved');
  });

  it('says stalled by itself when no answer comes, and sends the edit again on a new connection', async () => {
    const session = await open();
    server.mute = true;
    type(session, 'lost');
    await pass(7_000);
    expect(state(session)).toBe('stalled');
    server.mute = false;
    await pass(20_000);
    expect(server.doc.getText('content').toString()).toBe('lost');
    expect(state(session)).toBe('saved');
  });

  it('reconnects quickly at first, then more and more slowly, and shows when', async () => {
    const session = await open();
    await pass(5_000);
    server.reachable = 'refuse';
    server.open!.end(1012);
    expect(state(session)).toBe('reconnecting');
    expect(session.view.get().status.retryIn).toBe(1);
    const before = server.attempts;
    await pass(400);
    expect(server.attempts).toBe(before + 1);
    await pass(60_000);
    expect(server.attempts - before).toBeLessThan(12);
    const wait = session.view.get().status.retryIn!;
    expect(wait).toBeGreaterThan(1);
    expect(wait).toBeLessThanOrEqual(30);
    expect(session.view.get().status.label).toBe(`Reconnecting in ${wait} s`);
    await pass(1_000);
    expect(session.view.get().status.retryIn).toBe(wait - 1);
    server.reachable = 'yes';
    session.retryNow();
    await pass(100);
    expect(state(session)).toBe('saved');
  });

  it('keeps edits made while away, and counts them', async () => {
    const session = await open();
    server.reachable = 'refuse';
    world.setOnline(false);
    type(session, 'a');
    type(session, 'b');
    await pass(2_000);
    expect(session.view.get().status.label).toBe('Offline – 2 changes kept in this browser');
    server.reachable = 'yes';
    world.setOnline(true);
    await pass(1_000);
    expect(server.doc.getText('content').toString()).toBe('ba');
    expect(state(session)).toBe('saved');
    expect(session.view.get().unsaved).toBe(0);
  });

  it('sends edits made while away once, by the handshake', async () => {
    const session = await open();
    server.reachable = 'refuse';
    server.open!.end(1006);
    type(session, 'a');
    type(session, 'b');
    server.heard.length = 0;
    server.reachable = 'yes';
    await pass(3_000);
    expect(server.heard.filter((frame) => frame === 'update')).toEqual([]);
    expect(server.heard.filter((frame) => frame === 'step2')).toHaveLength(1);
    expect(server.doc.getText('content').toString()).toBe('ba');
  });

  it('reconnects at once when the network is back or the tab comes to the front', async () => {
    const session = await open();
    for (const wake of [() => world.wake(), () => world.setOnline(true)]) {
      server.reachable = 'refuse';
      server.open!.end(1006);
      await pass(30_000);
      expect(state(session)).toBe('reconnecting');
      server.reachable = 'yes';
      wake();
      await pass(10);
      expect(state(session)).toBe('saved');
    }
  });

  it('opens a new connection after the computer slept, when the old one is dead', async () => {
    const session = await open();
    const first = server.open;
    server.mute = true;
    world.slept += 3_600_000;
    await pass(4_500);
    server.mute = false;
    await pass(1_000);
    expect(server.open).not.toBe(first);
    expect(state(session)).toBe('saved');
  });

  it('keeps a connection that is alive when the browser only put the tab aside', async () => {
    const session = await open();
    for (let minute = 0; minute < 5; minute++) {
      world.slept += 60_000;
      await pass(1_000);
    }
    await pass(10_000);
    expect(server.sockets).toHaveLength(1);
    expect(state(session)).toBe('saved');
  });

  it('probes a silent server before it abandons the connection', async () => {
    const session = await open();
    server.mute = true;
    await pass(31_000);
    expect(server.sockets).toHaveLength(1);
    await pass(6_000);
    server.mute = false;
    await pass(12_000);
    expect(server.sockets.length).toBeGreaterThan(1);
    expect(state(session)).toBe('saved');
  });

  it('does not wait for the browser’s word on the network when that was wrong before', async () => {
    world = new FakeEnvironment(false);
    const session = await open();
    expect(state(session)).toBe('saved');
    server.reachable = 'refuse';
    server.open!.end(1006);
    expect(state(session)).toBe('reconnecting');
    server.reachable = 'yes';
    await pass(1_000);
    expect(state(session)).toBe('saved');
  });

  it('announces to the others that it is back, with a newer clock than the one it left with', async () => {
    const session = await open();
    const clock = () => session.awareness.meta.get(session.doc.clientID)!.clock;
    const before = clock();
    server.open!.end(1006);
    await pass(2_000);
    expect(clock()).toBeGreaterThan(before);
    expect(server.heard.filter((frame) => frame === 'awareness')).toHaveLength(2);
  });

  it('ends when another part of the application finds that the document is gone', async () => {
    const session = await open();
    session.gone();
    expect(session.view.get()).toMatchObject({ writable: false, status: { state: 'replaced', label: 'Document was deleted' } });
    await pass(60_000);
    expect(server.attempts).toBe(1);
  });

  it('abandons a connection without an answer, whether it opens or not', async () => {
    server.reachable = 'hang';
    const session = await open();
    await pass(11_000);
    expect(server.attempts).toBe(2);
    server.reachable = 'yes';
    server.mute = true;
    await pass(12_000);
    expect(state(session)).not.toBe('saved');
    server.mute = false;
    await pass(15_000);
    expect(state(session)).toBe('saved');
  });

  it('notices on waking up that an open connection is dead', async () => {
    const session = await open();
    server.mute = true;
    const first = server.open;
    world.wake();
    await pass(4_500);
    server.mute = false;
    await pass(1_000);
    expect(server.open).not.toBe(first);
    expect(state(session)).toBe('saved');
  });

  it('opens the document again when the server closed it for the time being', async () => {
    const session = await open();
    server.closeDocument('draining');
    await pass(1_000);
    expect(server.sockets).toHaveLength(2);
    type(session, 'again');
    await pass(1_000);
    expect(server.doc.getText('content').toString()).toBe('again');
    expect(state(session)).toBe('saved');
  });

  it('stops when the document was replaced, and does not send the old one', async () => {
    const session = await open();
    server.closeDocument('4409 document replaced');
    await pass(60_000);
    expect(state(session)).toBe('replaced');
    expect(session.view.get().writable).toBe(false);
    expect(server.sockets).toHaveLength(1);
    expect(server.open).toBeUndefined();
  });

  it('stops when the change is too large, and lets it be undone', async () => {
    for (const code of [1009, 4413]) {
      const session = await open();
      type(session, 'huge');
      server.open!.end(code);
      await pass(60_000);
      expect(state(session)).toBe('too-large');
      expect(session.view.get().writable).toBe(true);
      session.destroy();
    }
    expect(server.sockets).toHaveLength(2);
  });

  it('stops when it has no access, and tries again when asked', async () => {
    server.denies = 'permission-denied';
    const session = await open();
    expect(state(session)).toBe('denied');
    await pass(60_000);
    expect(server.attempts).toBe(1);
    server.denies = null;
    session.retryNow();
    await pass(100);
    expect(state(session)).toBe('saved');
  });

  it('distinguishes storage that is down from a network that is, until it is back', async () => {
    const session = await open();
    await pass(5_000);
    server.open!.end(4503);
    expect(state(session)).toBe('storage-down');
    server.reachable = 'refuse';
    await pass(3_000);
    expect(state(session)).toBe('storage-down');
    server.reachable = 'yes';
    await pass(10_000);
    expect(state(session)).toBe('saved');
  });

  it('does not let a reader write, and admits what was refused', async () => {
    server.scope = 'readonly';
    const session = await open();
    expect(session.view.get()).toMatchObject({ writable: false, status: { state: 'saved', label: 'View only – up to date' } });
    type(session, 'no');
    await pass(1_000);
    expect(state(session)).toBe('denied');
  });

  it('shows no empty page for a document it has not got yet', async () => {
    server.reachable = 'refuse';
    const empty = await open();
    expect(empty.view.get().ready).toBe(false);
    memory = { unsaved: 2, complete: true };
    const known = await open();
    expect(known.view.get().ready).toBe(true);
    expect(known.view.get().unsaved).toBe(2);
  });

  it('does not call saved what an earlier visit left, until the server has it', async () => {
    memory = { unsaved: 5, complete: true };
    server.acknowledges = false;
    const session = await open();
    expect(state(session)).toBe('saving');
    server.releaseAcks();
    await pass(1_000);
    expect(state(session)).toBe('saved');
    await pass(1_000);
    expect(remembered.at(-1)).toEqual({ unsaved: 0, complete: true });
  });

  it('connects without this browser’s copy when that is slow or missing', async () => {
    const slow = await open({ loaded: new Promise(() => {}) });
    await pass(2_000);
    expect(state(slow)).toBe('saved');
    slow.destroy();
    memory = null;
    const none = await open();
    expect(state(none)).toBe('saved');
    expect(none.view.get().kept).toBe(false);
  });

  it('does not count what comes from others or from this browser’s copy as unsaved', async () => {
    const origin = {};
    const session = await open({ origin });
    const other = new Y.Doc();
    other.getText('content').insert(0, 'from the copy');
    Y.applyUpdate(session.doc, Y.encodeStateAsUpdate(other), origin);
    expect(session.view.get().unsaved).toBe(0);
  });

  it('leaves nothing open when it is destroyed', async () => {
    const session = await open();
    session.destroy();
    await pass(100);
    expect(server.open).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
    await pass(120_000);
    expect(server.attempts).toBe(1);
  });
});
