import { describe, expect, it } from 'vitest';
import { completeAddress } from '../editors/address';
import { parseRoute } from '../route';
import { ago } from '../time';
import { LONGEST_RETRY_MS, retryDelay } from './backoff';
import { basePath, localCopyName, socketUrl } from './location';
import { initials, peersOf } from './presence';

describe('retryDelay', () => {
  it('starts quickly, doubles, and is capped', () => {
    expect(retryDelay(0, () => 0)).toBe(250);
    expect(retryDelay(0, () => 1)).toBe(500);
    expect(retryDelay(3, () => 1)).toBe(4_000);
    expect(retryDelay(500, () => 1)).toBe(LONGEST_RETRY_MS);
    expect(retryDelay(500, () => 0)).toBe(LONGEST_RETRY_MS / 2);
  });
});

describe('location', () => {
  it('follows the page, wherever it is deployed', () => {
    expect(socketUrl({ protocol: 'http:', host: 'h:1', pathname: '/' })).toBe('ws://h:1/collab/h');
    expect(socketUrl({ protocol: 'https:', host: 'h', pathname: '/a/b/' })).toBe('wss://h/a/b/collab/h');
    expect(socketUrl({ protocol: 'https:', host: 'h', pathname: '/a/index.html' })).toBe('wss://h/a/collab/h');
    expect(basePath({ pathname: '' })).toBe('/');
  });

  it('keeps the copies of two applications on one origin apart', () => {
    expect(localCopyName({ pathname: '/a/' }, 'x')).not.toBe(localCopyName({ pathname: '/b/' }, 'x'));
  });
});

describe('parseRoute', () => {
  it('reads the hash', () => {
    expect(parseRoute('')).toEqual({ page: 'list' });
    expect(parseRoute('#/')).toEqual({ page: 'list' });
    expect(parseRoute('#/d/a%2Fb')).toEqual({ page: 'document', id: 'a/b' });
    expect(parseRoute('#/d/%E0%A4%A')).toEqual({ page: 'list' });
  });
});

describe('presence', () => {
  it('puts you first and does not trust what others say they are', () => {
    const states = new Map<number, Record<string, unknown>>([
      [1, { user: { name: 'Zoe', color: '#112233' } }],
      [2, { user: { name: 'Ann', color: 'url(https://example.org)' } }],
      [3, { user: { name: 'Me', color: '#445566' } }],
      [4, { user: 'nonsense' }],
    ]);
    expect(peersOf(states, 3).map((peer) => [peer.name, peer.color])).toEqual([
      ['Me', '#445566'],
      ['Ann', '#6b7280'],
      ['Guest', '#6b7280'],
      ['Zoe', '#112233'],
    ]);
  });

  it('makes initials', () => {
    expect(initials('Quiet Wren')).toBe('QW');
    expect(initials('ada')).toBe('AD');
    expect(initials('𝒜da Lovelace')).toBe('𝒜L');
  });
});

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
