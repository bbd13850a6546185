/** A user with this document open. */
export interface Peer {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
  readonly you: boolean;
}

/** All users in the awareness states, this tab first, then by name. Invalid entries of others are shown as guests. */
export function peersOf(states: Map<number, Record<string, unknown>>, self: number): Peer[] {
  const peers: Peer[] = [];
  for (const [clientId, state] of states) {
    const user = (state['user'] ?? {}) as { name?: unknown; color?: unknown };
    const name = typeof user.name === 'string' && user.name.trim() !== '' ? user.name.trim().slice(0, 40) : 'Guest';
    const color = typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : '#6b7280';
    peers.push({ clientId, name, color, you: clientId === self });
  }
  return peers.sort((a, b) => Number(b.you) - Number(a.you) || a.name.localeCompare(b.name) || a.clientId - b.clientId);
}

export function samePeers(a: readonly Peer[], b: readonly Peer[]): boolean {
  return (
    a.length === b.length &&
    a.every((peer, i) => {
      const other = b[i]!;
      return peer.clientId === other.clientId && peer.name === other.name && peer.color === other.color;
    })
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0]!, words[words.length - 1]!].map((word) => [...word][0]!) : [...words[0]!].slice(0, 2);
  return letters.join('').toUpperCase();
}
