import { describe, expect, it } from 'vitest';
import { completeAddress } from './address';

describe('completeAddress', () => {
  it('knows what people mean', () => {
    expect(completeAddress('example.org')).toBe('https://example.org');
    expect(completeAddress('localhost:8080/x')).toBe('https://localhost:8080/x');
    expect(completeAddress('http://example.org')).toBe('http://example.org');
    expect(completeAddress('me@example.org')).toBe('mailto:me@example.org');
  });

  it('refuses what is not an address, or is dangerous', () => {
    for (const text of ['', ' ', 'two words', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) {
      expect(completeAddress(text)).toBeNull();
    }
  });
});
