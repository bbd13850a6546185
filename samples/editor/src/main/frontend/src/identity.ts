import { Store } from './collab/store';

export interface Identity {
  readonly name: string;
  readonly color: string;
}

/** White text is readable on each, and neighbours are easy to distinguish. */
export const COLORS: readonly { readonly name: string; readonly value: string }[] = [
  { name: 'Blue', value: '#1d5fd1' },
  { name: 'Teal', value: '#0b7a75' },
  { name: 'Green', value: '#2f7d32' },
  { name: 'Olive', value: '#6d6a00' },
  { name: 'Amber', value: '#a15c00' },
  { name: 'Red', value: '#c0362c' },
  { name: 'Pink', value: '#b8286f' },
  { name: 'Purple', value: '#7a3fc4' },
];

const ADJECTIVES = ['Brave', 'Bright', 'Calm', 'Clever', 'Curious', 'Gentle', 'Happy', 'Keen', 'Kind', 'Lively', 'Lucky', 'Merry', 'Nimble', 'Quick', 'Quiet', 'Sunny', 'Swift', 'Witty'];
const ANIMALS = ['Badger', 'Beaver', 'Bison', 'Crane', 'Dolphin', 'Falcon', 'Finch', 'Fox', 'Heron', 'Ibis', 'Lynx', 'Marten', 'Otter', 'Owl', 'Panda', 'Puffin', 'Raven', 'Robin', 'Seal', 'Wren'];
const KEY = 'collab.identity';
export const NAME_LENGTH = 32;

export function generatedIdentity(random: () => number = Math.random): Identity {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return { name: `${pick(ADJECTIVES)} ${pick(ANIMALS)}`, color: pick(COLORS).value };
}

function read(): Identity | null {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Identity> | null;
    const valid = typeof value?.name === 'string' && value.name.trim() !== '' && COLORS.some((color) => color.value === value.color);
    return valid ? { name: value.name.slice(0, NAME_LENGTH), color: value.color! } : null;
  } catch {
    return null;
  }
}

function write(identity: Identity): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(identity));
  } catch {
    // Storage is full or forbidden: the name lives as long as the page.
  }
}

function first(): Identity {
  const known = read();
  if (known !== null) return known;
  const generated = generatedIdentity();
  write(generated);
  return generated;
}

export const identity = new Store<Identity>(first());

export function setIdentity(value: Identity): void {
  const name = value.name.trim().slice(0, NAME_LENGTH);
  const next = { name: name === '' ? identity.get().name : name, color: value.color };
  write(next);
  identity.set(next);
}

if (typeof window !== 'undefined') {
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) identity.set(read() ?? identity.get());
  });
}
