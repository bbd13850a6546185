import { describe, expect, it } from 'vitest';
import { initials, peersOf } from './presence';

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
