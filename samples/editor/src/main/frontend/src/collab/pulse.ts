import type { SaveLedger } from './ledger';

/** A connection that has said nothing for so long is asked for a sign of life. */
const SILENCE_MS = 32_000;
/** As long as the document itself may be on its way, which shows only when it has arrived. */
export const FIRST_SYNC_MS = 90_000;
/** An edit not answered for so long, by a server that does not say why, got lost on the way: a new handshake brings it. */
const LOST_MS = 20_000;
/** The first frame has to come within this. */
export const ANSWER_MS = 10_000;
/** When it was asked, the server has to show itself within this. */
const PROBE_MS = 4_000;

/** Whether the open connection leads anywhere. Times are milliseconds of one clock. */
export class Pulse {
  #heardAt = 0;
  #movedAt = 0;
  #buffered = 0;
  /** By when an answer is due; null when nothing was asked. */
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

  /** A large change that is still going out, however slowly, is a sign of life. */
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
