import { Store } from './collab/store';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'collab.theme';

function read(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export const theme = new Store<Theme>(read());
apply(theme.get());

export function setTheme(value: Theme): void {
  try {
    if (value === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
  } catch {
    // Storage is forbidden: the choice lives as long as the page.
  }
  apply(value);
  theme.set(value);
}

/** The theme in use, from this choice or the system's. */
export function isDark(value: Theme): boolean {
  return value === 'dark' || (value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
}
