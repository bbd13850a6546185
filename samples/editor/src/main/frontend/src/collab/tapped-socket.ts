import { type Frame, readFrame } from './frames';

export interface SocketTap {
  opened(socket: WebSocket): void;
  sent(socket: WebSocket, frame: Frame): void;
  received(socket: WebSocket, frame: Frame): void;
}

/** A WebSocket class for the provider that also passes each frame's head to `tap`, in wire order. */
export function tappedSocket(base: typeof WebSocket, tap: SocketTap): typeof WebSocket {
  return class extends base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      // Registered before the provider's own listeners, so that it sees each event first.
      this.addEventListener('open', () => tap.opened(this));
      this.addEventListener('message', (event) => tap.received(this, readFrame(event.data)));
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(data);
      tap.sent(this, readFrame(data));
    }
  };
}
