import type { Frame } from './frames';

/**
 * The edits that the server has not acknowledged yet.
 *
 * The provider's own `unsyncedChanges` starts again at 1 with every connection, although updates that were queued while
 * offline are sent (and acknowledged) on top of that: it can report 0 too early. This ledger counts the frames that were
 * really sent on the current socket.
 *
 * I1. `pending` = SyncStep1s sent + Updates sent - acknowledgements received, all on the current socket. A SyncStep1 is
 *     counted instead of the SyncStep2 that answers it: the server also sends SyncStep1s of its own, and does not
 *     acknowledge the answers to those.
 * I2. `unsaved` = local edits since the last moment at which a socket was open, had sent its SyncStep1, and `pending`
 *     was 0. At such a moment everything in the document is acknowledged.
 * I3. If `allClear` is true, `unsaved` is 0.
 */
export class SaveLedger {
  #open = false;
  #handshake = false;
  #pending = 0;
  #unsaved: number;
  #refused = false;
  #probe = false;
  #waitingSince: number | null = null;

  constructor(unsaved = 0) {
    this.#unsaved = unsaved;
  }

  opened(): void {
    this.closed();
    this.#open = true;
    this.#refused = false;
  }

  closed(): void {
    this.#open = false;
    this.#handshake = false;
    this.#pending = 0;
    this.#probe = false;
    this.#waitingSince = null;
  }

  edited(now: number): void {
    this.#unsaved += 1;
    this.#waitingSince ??= this.#open ? now : null;
  }

  /** Edits of an earlier visit that had not been acknowledged when it ended. */
  restored(unsaved: number): void {
    if (!this.allClear) this.#unsaved += unsaved;
  }

  /** The next SyncStep1 is only a probe of the connection: the saved state stays as it is until the answer comes. */
  probing(): void {
    this.#probe = this.allClear;
  }

  sent(frame: Frame, now: number): void {
    if (frame.kind !== 'step1' && frame.kind !== 'update') return;
    if (frame.kind === 'step1') this.#handshake = true;
    this.#pending += 1;
    if (!this.#probe) this.#waitingSince ??= now;
  }

  received(frame: Frame, now: number): void {
    if (frame.kind !== 'ack') return;
    this.#refused ||= !frame.applied && this.#unsaved > 0;
    this.#pending = Math.max(0, this.#pending - 1);
    if (this.#pending > 0) {
      // The oldest one has been answered; the time limit of the others starts again now.
      if (this.#waitingSince !== null) this.#waitingSince = now;
      return;
    }
    this.#probe = false;
    this.#waitingSince = null;
    if (this.#open && this.#handshake && !this.#refused) this.#unsaved = 0;
  }

  get pending(): number {
    return this.#pending;
  }

  get unsaved(): number {
    return this.#unsaved;
  }

  /** The server answered an edit with "not applied": this user may only read. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Since when an answer is due, in the caller's milliseconds; null when none is. */
  get waitingSince(): number | null {
    return this.#waitingSince;
  }

  get allClear(): boolean {
    return (
      this.#open && this.#handshake && this.#unsaved === 0 && (this.#pending === 0 || this.#probe)
    );
  }
}
