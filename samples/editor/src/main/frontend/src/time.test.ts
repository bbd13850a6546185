import { describe, expect, it } from 'vitest';
import { ago } from './time';

describe('ago', () => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  it('is short', () => {
    expect(ago('2026-01-31T11:59:50Z', now)).toBe('just now');
    expect(ago('2026-01-31T11:55:00Z', now)).toBe('5 minutes ago');
    expect(ago('2026-01-30T11:55:00Z', now)).toBe('yesterday');
    expect(ago('2025-10-30T11:55:00Z', now)).toMatch(/2025/);
    expect(ago('nonsense', now)).toBe('');
  });
});
