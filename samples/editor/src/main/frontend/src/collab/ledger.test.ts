import { beforeEach, describe, expect, it } from 'vitest';
import { SaveLedger } from './ledger';

const step1 = { kind: 'step1' } as const;
const step2 = { kind: 'step2' } as const;
const update = { kind: 'update' } as const;
const ack = { kind: 'ack', applied: true } as const;

describe('SaveLedger', () => {
  let ledger: SaveLedger;
  beforeEach(() => {
    ledger = new SaveLedger();
  });

  function handshake() {
    ledger.opened();
    ledger.sent(step1, 0);
    ledger.sent(step2, 0);
    ledger.received(ack, 0);
  }

  it('is not clear before a handshake has been acknowledged', () => {
    expect(ledger.allClear).toBe(false);
    ledger.opened();
    expect(ledger.allClear).toBe(false);
    ledger.sent(step1, 0);
    ledger.sent(step2, 0);
    expect(ledger.allClear).toBe(false);
    ledger.received(ack, 0);
    expect(ledger.allClear).toBe(true);
  });

  it('is not clear from an edit until its acknowledgement', () => {
    handshake();
    ledger.edited(1);
    expect(ledger.allClear).toBe(false);
    ledger.sent(update, 1);
    expect(ledger.unsaved).toBe(1);
    ledger.received(ack, 2);
    expect(ledger.allClear).toBe(true);
    expect(ledger.unsaved).toBe(0);
  });

  it('is not fooled by acknowledgements of updates that were queued while offline', () => {
    ledger.edited(0);
    ledger.edited(0);
    ledger.opened();
    ledger.sent(step1, 1);
    ledger.sent(update, 1);
    ledger.sent(update, 1);
    ledger.sent(step2, 1);
    for (let i = 0; i < 2; i++) {
      ledger.received(ack, 2);
      expect(ledger.allClear).toBe(false);
    }
    ledger.edited(3);
    ledger.sent(update, 3);
    ledger.received(ack, 4);
    expect(ledger.allClear).toBe(false);
    ledger.received(ack, 5);
    expect(ledger.allClear).toBe(true);
  });

  it('does not wait for acknowledgements of answers to the server’s own questions', () => {
    handshake();
    ledger.sent(step2, 1);
    expect(ledger.allClear).toBe(true);
  });

  it('forgets what was under way with its socket, but not that it is unsaved', () => {
    handshake();
    ledger.edited(1);
    ledger.sent(update, 1);
    ledger.closed();
    expect(ledger.unsaved).toBe(1);
    expect(ledger.pending).toBe(0);
    expect(ledger.allClear).toBe(false);
    handshake();
    expect(ledger.unsaved).toBe(0);
  });

  it('stays clear during a probe, until something is written', () => {
    handshake();
    ledger.probing();
    ledger.sent(step1, 1);
    expect(ledger.allClear).toBe(true);
    ledger.edited(2);
    ledger.sent(update, 2);
    expect(ledger.allClear).toBe(false);
    ledger.received(ack, 3);
    expect(ledger.allClear).toBe(false);
    ledger.received(ack, 3);
    expect(ledger.allClear).toBe(true);
  });

  it('a refused edit never becomes saved on this connection', () => {
    handshake();
    ledger.edited(1);
    ledger.sent(update, 1);
    ledger.received({ kind: 'ack', applied: false }, 2);
    expect(ledger.refused).toBe(true);
    expect(ledger.allClear).toBe(false);
    expect(ledger.unsaved).toBe(1);
  });

  it('says since when an answer is due', () => {
    handshake();
    expect(ledger.waitingSince).toBeNull();
    ledger.edited(5);
    ledger.sent(update, 5);
    ledger.edited(7);
    ledger.sent(update, 7);
    expect(ledger.waitingSince).toBe(5);
    ledger.received(ack, 9);
    expect(ledger.waitingSince).toBe(9);
    ledger.received(ack, 10);
    expect(ledger.waitingSince).toBeNull();
  });

  it('agrees with a plain model over random histories', () => {
    let seed = 42;
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    let open = false;
    let due = 0;
    let dirty = false;
    let shook = false;
    for (let i = 0; i < 20_000; i++) {
      const dice = random();
      if (!open) {
        if (dice < 0.5) {
          ledger.edited(i);
          dirty = true;
        } else {
          ledger.opened();
          open = true;
          due = 0;
          shook = false;
        }
      } else if (!shook) {
        ledger.sent(step1, i);
        shook = true;
        due = 1;
      } else if (dice < 0.3) {
        ledger.edited(i);
        ledger.sent(update, i);
        dirty = true;
        due += 1;
      } else if (dice < 0.9 && due > 0) {
        ledger.received(ack, i);
        due -= 1;
        if (due === 0) dirty = false;
      } else if (dice > 0.97) {
        ledger.closed();
        open = false;
      }
      expect(ledger.allClear).toBe(open && shook && due === 0 && !dirty);
      if (ledger.allClear) expect(ledger.unsaved).toBe(0);
    }
  });
});
