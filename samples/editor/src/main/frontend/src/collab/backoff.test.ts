import { describe, expect, it } from 'vitest';
import { LONGEST_RETRY_MS, retryDelay } from './backoff';

describe('retryDelay', () => {
  it('starts quickly, doubles, and is capped', () => {
    expect(retryDelay(0, () => 0)).toBe(250);
    expect(retryDelay(0, () => 1)).toBe(500);
    expect(retryDelay(3, () => 1)).toBe(4_000);
    expect(retryDelay(500, () => 1)).toBe(LONGEST_RETRY_MS);
    expect(retryDelay(500, () => 0)).toBe(LONGEST_RETRY_MS / 2);
  });
});
