import { describe, expect, it } from 'vitest';
import { endingOfCode, endingOfDocument, endingOfRefusal, saidIn } from './endings';

describe('endings', () => {
  it('reads close codes', () => {
    expect(endingOfCode(1009, '').kind).toBe('too-large');
    expect(endingOfCode(4413, '').kind).toBe('too-large');
    expect(endingOfCode(4409, '').kind).toBe('replaced');
    expect(endingOfCode(4401, '').kind).toBe('denied');
    expect(endingOfCode(4403, '').kind).toBe('denied');
    expect(endingOfCode(4400, '').kind).toBe('broken');
    expect(endingOfCode(4422, '').kind).toBe('broken');
    for (const code of [1013, 4503]) expect(endingOfCode(code, '')).toEqual({ kind: 'retry', cause: 'storage' });
    for (const code of [1000, 1001, 1006, 1012, 4408, 4500, 4508, 4513, 4529]) {
      expect(endingOfCode(code, '')).toEqual({ kind: 'retry', cause: 'network' });
    }
  });

  it('opens a closed document again unless the reason is final', () => {
    expect(endingOfDocument('').kind).toBe('retry');
    expect(endingOfDocument('node is draining').kind).toBe('retry');
    expect(endingOfDocument('4503 the log cannot be written')).toEqual({ kind: 'retry', cause: 'storage' });
    expect(endingOfDocument('4409').kind).toBe('replaced');
    expect(endingOfDocument('4413 update-too-large: 5 MB, 4 MB are allowed').kind).toBe('too-large');
    expect(endingOfDocument('4409 document-replaced: it has another generation now').kind).toBe('replaced');
    expect(endingOfDocument('document replaced').kind).toBe('replaced');
    expect(endingOfDocument('access revoked').kind).toBe('denied');
    expect(endingOfDocument('TOO_LARGE').kind).toBe('too-large');
  });

  it('treats a refusal as final unless the reason names a retryable code', () => {
    expect(endingOfRefusal('permission-denied').kind).toBe('denied');
    expect(endingOfRefusal('whatever').kind).toBe('denied');
    expect(endingOfRefusal('not-a-member: the team was deleted').kind).toBe('denied');
    expect(endingOfRefusal('1013 try again later')).toEqual({ kind: 'retry', cause: 'storage' });
  });

  it('shows people only what is meant for them', () => {
    expect(saidIn('4403 not-a-member: ask Ada to let you in')).toBe('ask Ada to let you in');
    expect(saidIn('ask Ada: she knows')).toBe('ask Ada: she knows');
    expect(saidIn('4409')).toBe('');
  });
});
