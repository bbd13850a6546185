import { Store } from './collab/store';

export type Route = { readonly page: 'list' } | { readonly page: 'document'; readonly id: string };

/** The hash, not the path, names the page: the application runs under any context path without the server's help. */
export function parseRoute(hash: string): Route {
  const id = /^#\/d\/([^/?]+)/.exec(hash)?.[1];
  if (id === undefined) return { page: 'list' };
  try {
    return { page: 'document', id: decodeURIComponent(id) };
  } catch {
    return { page: 'list' };
  }
}

export function documentHref(id: string): string {
  return `#/d/${encodeURIComponent(id)}`;
}

export const route = new Store<Route>(parseRoute(typeof location === 'undefined' ? '' : location.hash));

if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => route.set(parseRoute(location.hash)));
}
