/** The folder the page is served from, with a slash at its end; `/` or `/app/`. */
export function basePath(page: { pathname: string }): string {
  return page.pathname.slice(0, page.pathname.lastIndexOf('/') + 1) || '/';
}

export function socketUrl(page: { protocol: string; host: string; pathname: string }): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${basePath(page)}collab/h`;
}

/** The name of this browser's copy of a document. Two applications on one origin must not share one. */
export function localCopyName(page: { pathname: string }, id: string): string {
  return `collab:${basePath(page)}:${id}`;
}
