/** What a closed socket, a closed document or a refused login means for the person at the keyboard. */
export type Ending =
  | { kind: 'retry'; cause: 'network' | 'storage' }
  | { kind: 'denied' | 'replaced' | 'too-large' | 'broken'; reason: string };

const RETRY: Ending = { kind: 'retry', cause: 'network' };

export function endingOfCode(code: number, reason: string): Ending {
  switch (code) {
    case 1009:
    case 4413:
      return { kind: 'too-large', reason };
    case 1013:
    case 4503:
      return { kind: 'retry', cause: 'storage' };
    case 4401:
    case 4403:
      return { kind: 'denied', reason };
    case 4409:
      return { kind: 'replaced', reason };
    case 4408: // Hocuspocus' own idle time-out: the one 44xx that a client may come back from.
      return RETRY;
    default:
      return code >= 4400 && code <= 4499 ? { kind: 'broken', reason } : RETRY;
  }
}

/** Words that servers put into a document's CLOSE message or a refusal; a leading number is a close code. */
const WORDS: readonly [RegExp, number][] = [
  [/replaced|re-?seed|generation|deleted/i, 4409],
  [/too[ _-]?(large|big)|limit/i, 4413],
  [/storage|unavailable|try[ _-]?again/i, 4503],
  [/corrupt|cannot be read/i, 4422],
  [/denied|forbidden|unauthori[sz]ed|revoked|no[ _-]access/i, 4403],
];

function codeIn(reason: string): number | undefined {
  const number = /\b(1\d{3}|4\d{3})\b/.exec(reason)?.[1];
  return number === undefined ? WORDS.find(([word]) => word.test(reason))?.[1] : Number(number);
}

/** The server closed this document but not the socket. Without a word we know, it may be opened again. */
export function endingOfDocument(reason: string): Ending {
  const code = codeIn(reason);
  return code === undefined ? RETRY : endingOfCode(code, reason);
}

/** The server refused the login for this document. Without a word we know, that is final. */
export function endingOfRefusal(reason: string): Ending {
  const code = codeIn(reason);
  return code === undefined ? { kind: 'denied', reason } : endingOfCode(code, reason);
}
