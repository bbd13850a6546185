import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** A Hocuspocus server of one document, in memory, that fails on request in each of the ways a real one does. */
export class FakeServer {
  readonly doc = new Y.Doc();
  /** Frames the client sent, as "type/sub". */
  readonly heard: string[] = [];
  sockets: FakeSocket[] = [];
  attempts = 0;
  /** Refuses connections: `refuse` at once, `hang` never answers. */
  reachable: 'yes' | 'refuse' | 'hang' = 'yes';
  acknowledges = true;
  mute = false;
  denies: string | null = null;
  scope: 'read-write' | 'readonly' = 'read-write';
  #due: (() => void)[] = [];

  constructor(readonly name: string) {}

  get socketClass(): typeof WebSocket {
    return socketClassOf(this);
  }

  get open(): FakeSocket | undefined {
    return this.sockets.find((socket) => socket.readyState === 1);
  }

  releaseAcks(): void {
    for (const send of this.#due.splice(0)) send();
  }

  stateless(payload: unknown): void {
    this.#send(this.open!, 5, (encoder) => encoding.writeVarString(encoder, JSON.stringify(payload)));
  }

  closeDocument(reason: string): void {
    this.#send(this.open!, 7, (encoder) => encoding.writeVarString(encoder, reason));
  }

  receive(socket: FakeSocket, data: Uint8Array): void {
    if (this.mute) return;
    if (data.length === 1) return; // a pong
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarString(decoder) !== this.name) throw new Error('unknown address');
    const type = decoding.readVarUint(decoder);
    if (type === 0) this.#sync(socket, decoder);
    else if (type === 1) {
      this.heard.push('awareness');
      const update = decoding.readVarUint8Array(decoder);
      this.#send(socket, 1, (encoder) => encoding.writeVarUint8Array(encoder, update));
    } else if (type === 2) {
      this.heard.push('auth');
      const denied = this.denies;
      this.#send(socket, 2, (encoder) => {
        encoding.writeVarUint(encoder, denied === null ? 2 : 1);
        encoding.writeVarString(encoder, denied ?? this.scope);
      });
    } else this.heard.push(String(type));
  }

  #sync(socket: FakeSocket, decoder: decoding.Decoder): void {
    const sub = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    this.heard.push(['step1', 'step2', 'update'][sub]!);
    if (this.denies !== null) return;
    if (sub === 0) {
      const sync = (kind: number, bytes: Uint8Array) =>
        this.#send(socket, 0, (encoder) => {
          encoding.writeVarUint(encoder, kind);
          encoding.writeVarUint8Array(encoder, bytes);
        });
      sync(0, Y.encodeStateVector(this.doc));
      sync(1, Y.encodeStateAsUpdate(this.doc, body));
      return;
    }
    const before = Y.encodeStateAsUpdate(this.doc);
    let applied = 1;
    if (this.scope === 'read-write') Y.applyUpdate(this.doc, body);
    else {
      const trial = new Y.Doc();
      Y.applyUpdate(trial, before);
      Y.applyUpdate(trial, body);
      if (Y.encodeStateAsUpdate(trial).length !== before.length) applied = 0;
    }
    const ack = () => this.#send(socket, 8, (encoder) => encoding.writeVarUint(encoder, applied));
    if (this.acknowledges) ack();
    else this.#due.push(ack);
  }

  #send(socket: FakeSocket, type: number, body: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.name);
    encoding.writeVarUint(encoder, type);
    body(encoder);
    socket.deliver(encoding.toUint8Array(encoder));
  }
}

export class FakeSocket extends EventTarget {
  binaryType = 'blob';
  bufferedAmount = 0;
  readyState = 0;
  #ping: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly url: string,
    readonly server: FakeServer,
  ) {
    super();
    server.attempts += 1;
    if (server.reachable === 'hang') return;
    queueMicrotask(() => {
      if (this.readyState !== 0) return;
      if (server.reachable === 'refuse') {
        this.dispatchEvent(new Event('error'));
        this.end(1006);
        return;
      }
      this.readyState = 1;
      server.sockets.push(this);
      this.#ping = setInterval(() => server.mute || this.deliver(Uint8Array.of(9)), 20_000);
      this.dispatchEvent(new Event('open'));
    });
  }

  send(data: Uint8Array): void {
    queueMicrotask(() => this.readyState === 1 && this.server.receive(this, data.slice()));
  }

  deliver(data: Uint8Array): void {
    queueMicrotask(() => {
      if (this.readyState === 1) this.dispatchEvent(new MessageEvent('message', { data: data.slice().buffer }));
    });
  }

  close(): void {
    this.end(1000);
  }

  /** The server, or the network, ends the connection. */
  end(code: number, reason = ''): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    clearInterval(this.#ping);
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

function socketClassOf(server: FakeServer): typeof WebSocket {
  return class extends FakeSocket {
    constructor(url: string | URL) {
      super(String(url), server);
    }
  } as unknown as typeof WebSocket;
}
