import type { SaveLedger } from './ledger';

/** A connection that was silent for so long is probed. */
const SILENCE_MS = 32_000;
/** The limit while the initial document may still be in transfer, which is visible only when it is complete. */
export const FIRST_SYNC_MS = 90_000;
/** An edit without an acknowledgement or a stall report for so long counts as lost in transit: a new handshake resends it. */
const LOST_MS = 20_000;
/** The limit for the first frame. */
export const ANSWER_MS = 10_000;
/** The limit for the answer to a probe. */
const PROBE_MS = 4_000;

/** Detects an open connection that is dead. Times are milliseconds of one clock. */
export class Pulse {
  #heardAt = 0;
  #movedAt = 0;
  #buffered = 0;
  /** The time at which the answer to a probe is due; null if there is no probe. */
  #due: number | null = null;

  opened(now: number): void {
    this.#heardAt = now;
    this.#movedAt = this.#buffered = 0;
    this.#due = now + ANSWER_MS;
  }

  heard(now: number): void {
    this.#heardAt = now;
    this.#due = null;
  }

  asked(now: number): void {
    this.#due = now + PROBE_MS;
  }

  /** A large change that is still being sent, however slowly, shows that the connection is alive. */
  sending(buffered: number, now: number): void {
    if (buffered < this.#buffered) this.#movedAt = now;
    this.#buffered = buffered;
  }

  get waiting(): boolean {
    return this.#due !== null;
  }

  isSilent(now: number): boolean {
    return this.#quiet(now) >= SILENCE_MS;
  }

  isDead(now: number, synced: boolean, stalled: boolean, ledger: SaveLedger): boolean {
    if (this.#due !== null) return now >= this.#due && this.#quiet(now) >= PROBE_MS;
    if (!synced) return this.#quiet(now) >= FIRST_SYNC_MS;
    const since = ledger.waitingSince;
    return since !== null && !stalled && now - Math.max(since, this.#movedAt) >= LOST_MS;
  }

  #quiet(now: number): number {
    return now - Math.max(this.#heardAt, this.#movedAt);
  }
}
