import type { Awareness } from 'y-protocols/awareness';

const SHOWN_MS = 2_500;

/**
 * The carets of the other users. A name is visible while its owner moves or types and for a moment after, and under the
 * pointer; otherwise it would cover the line above.
 */
export class CaretLabels {
  readonly #root: HTMLElement;
  readonly #awareness: Awareness;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(root: HTMLElement, awareness: Awareness) {
    this.#root = root;
    this.#awareness = awareness;
    awareness.on('change', this.#onChange);
  }

  destroy(): void {
    this.#awareness.off('change', this.#onChange);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** A caret with its label. Coloured by property: a strict Content-Security-Policy forbids style attributes. */
  element(clientId: number, caretClass: string, labelClass: string): HTMLElement {
    const { name, color } = peerStyle(this.#awareness, clientId);
    const caret = document.createElement('span');
    caret.className = `peer-caret ${caretClass}`;
    caret.style.setProperty('--peer', color);
    caret.dataset['client'] = String(clientId);
    if (this.#timers.has(clientId)) caret.dataset['fresh'] = '';
    const label = document.createElement('span');
    label.className = `peer-label ${labelClass}`;
    label.textContent = name;
    caret.append('\u2060', label, '\u2060');
    return caret;
  }

  readonly #onChange = ({ added, updated }: { added: number[]; updated: number[] }): void => {
    for (const client of [...added, ...updated]) {
      if (client === this.#awareness.clientID) continue;
      clearTimeout(this.#timers.get(client));
      this.#timers.set(
        client,
        setTimeout(() => {
          this.#timers.delete(client);
          this.#mark(client, false);
        }, SHOWN_MS),
      );
      this.#mark(client, true);
    }
  };

  #mark(client: number, fresh: boolean): void {
    for (const caret of this.#root.querySelectorAll<HTMLElement>(`.peer-caret[data-client="${client}"]`)) {
      if (fresh) caret.dataset['fresh'] = '';
      else delete caret.dataset['fresh'];
    }
  }
}

/** The name and colour of a client, safe to show: a value that is not a plain colour never gets into a style. */
export function peerStyle(awareness: Awareness, clientId: number): { name: string; color: string } {
  const user = (awareness.getStates().get(clientId)?.['user'] ?? {}) as { name?: unknown; color?: unknown };
  return {
    name: typeof user.name === 'string' && user.name.trim() !== '' ? user.name.trim().slice(0, 40) : 'Guest',
    color: typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : '#6b7280',
  };
}
