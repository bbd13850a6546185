/** The meaning, for the user, of a closed socket, a closed document or a refused authentication. */
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
    case 4408: // Hocuspocus' own idle time-out: the only 44xx code after which a client may reconnect.
      return RETRY;
    default:
      return code >= 4400 && code <= 4499 ? { kind: 'broken', reason } : RETRY;
  }
}

/** The reasons with which servers that send no code close a document. */
const WORDS: readonly [RegExp, number][] = [
  [/replaced|re-?seed|generation|deleted/i, 4409],
  [/too[ _-]?(large|big)/i, 4413],
  [/storage|unavailable|try[ _-]?again/i, 4503],
  [/corrupt/i, 4422],
  [/denied|forbidden|unauthori[sz]ed|revoked/i, 4403],
];

/** A reason may begin with a close code, as in `4409 document-replaced: …`. */
function codeOf(reason: string): number | undefined {
  const code = /^\s*(1\d{3}|4\d{3})\b/.exec(reason)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** The server closed this document but not the socket. Without a known code or word it may be opened again. */
export function endingOfDocument(reason: string): Ending {
  const code = codeOf(reason) ?? WORDS.find(([word]) => word.test(reason))?.[1];
  return code === undefined ? RETRY : endingOfCode(code, reason);
}

/** The server refused access to this document. That is final, unless the reason begins with a retryable code. */
export function endingOfRefusal(reason: string): Ending {
  const code = codeOf(reason);
  return code === undefined ? { kind: 'denied', reason } : endingOfCode(code, reason);
}

/** The part of a reason that is meant for users: without the leading close code and stable name. */
export function saidIn(reason: string): string {
  return reason
    .replace(/^\s*\d{4}\b[\s:–-]*/, '')
    .replace(/^[a-z][a-z0-9-]*:\s*/, '')
    .trim();
}
