import { createDecoder, hasContent, readVarString, readVarUint } from 'lib0/decoding';

/** The kinds of Hocuspocus frames that the save accounting distinguishes; everything else is `other`. */
export type Frame =
  | { kind: 'step1' }
  | { kind: 'step2' }
  | { kind: 'update' }
  | { kind: 'ack'; applied: boolean }
  | { kind: 'close'; reason: string }
  | { kind: 'other' };

const OTHER: Frame = { kind: 'other' };

/** Reads the head of `varString address, varUint type, body`. A frame that cannot be read is `other`, never an error. */
export function readFrame(data: unknown): Frame {
  const bytes =
    data instanceof Uint8Array ? data : data instanceof ArrayBuffer ? new Uint8Array(data) : null;
  // A single byte is the connection's ping or pong, which have no address.
  if (bytes === null || bytes.length < 2) return OTHER;
  try {
    const decoder = createDecoder(bytes);
    readVarString(decoder);
    switch (readVarUint(decoder)) {
      case 0:
      case 4:
        return { kind: (['step1', 'step2', 'update'] as const)[readVarUint(decoder)] ?? 'other' };
      case 7:
        return { kind: 'close', reason: hasContent(decoder) ? readVarString(decoder) : '' };
      case 8:
        return { kind: 'ack', applied: readVarUint(decoder) === 1 };
      default:
        return OTHER;
    }
  } catch {
    return OTHER;
  }
}
