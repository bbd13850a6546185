interface CaretUser {
  readonly name?: unknown;
  readonly color?: unknown;
}

function colorOf(user: CaretUser): string {
  return typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : '#6b7280';
}

/** Somebody else's caret, with a name. Styled by properties, which a strict Content-Security-Policy allows. */
export function caret(user: CaretUser): HTMLElement {
  const element = document.createElement('span');
  element.className = 'collaboration-carets__caret';
  element.style.setProperty('--peer', colorOf(user));
  const label = document.createElement('span');
  label.className = 'collaboration-carets__label';
  label.textContent = typeof user.name === 'string' && user.name !== '' ? user.name.slice(0, 40) : 'Guest';
  element.append(label);
  return element;
}

export function caretSelection(user: CaretUser): { class: string; style: string } {
  return { class: 'collaboration-carets__selection', style: `--peer: ${colorOf(user)}` };
}
