import { describe, expect, it } from 'vitest';
import { readFrame } from './frames';

const frame = (...body: number[]) => Uint8Array.from([2, 0x68, 0x69, ...body]); // to the document "hi"

describe('readFrame', () => {
  it('recognizes the messages that count', () => {
    expect(readFrame(frame(0, 0, 1, 0))).toEqual({ kind: 'step1' });
    expect(readFrame(frame(0, 1, 2, 0, 0))).toEqual({ kind: 'step2' });
    expect(readFrame(frame(0, 2, 2, 0, 0))).toEqual({ kind: 'update' });
    expect(readFrame(frame(8, 1))).toEqual({ kind: 'ack', applied: true });
    expect(readFrame(frame(8, 0))).toEqual({ kind: 'ack', applied: false });
    expect(readFrame(frame(7, 4, 0x67, 0x6f, 0x6e, 0x65))).toEqual({ kind: 'close', reason: 'gone' });
    expect(readFrame(frame(7))).toEqual({ kind: 'close', reason: '' });
  });

  it('accepts an ArrayBuffer as well', () => {
    expect(readFrame(frame(8, 1).buffer)).toEqual({ kind: 'ack', applied: true });
  });

  it('lets everything else pass', () => {
    for (const data of [Uint8Array.of(9), Uint8Array.of(), frame(1, 0), frame(2, 2, 0), frame(), frame(0), frame(0, 9), frame(7, 200), 'text', null]) {
      expect(readFrame(data)).toEqual({ kind: 'other' });
    }
  });
});
