export type Kind = 'rich' | 'text';

export interface DocumentInfo {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A refused request, with the server's message; `status` is 0 if there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export type Rename =
  | { readonly outcome: 'renamed'; readonly document: DocumentInfo }
  /** Another user renamed it after `seenTitle` was shown. Ask, then rename again with `document.title` as seen. */
  | { readonly outcome: 'conflict'; readonly document: DocumentInfo };

interface Answer<T> {
  readonly body: T;
  readonly etag: string | null;
}

export async function listDocuments(signal?: AbortSignal): Promise<DocumentInfo[]> {
  const { body } = await call<{ documents: DocumentInfo[] }>('GET', 'api/documents', signal ? { signal } : {});
  return body.documents;
}

export async function createDocument(title: string, kind: Kind): Promise<DocumentInfo> {
  return (await call<DocumentInfo>('POST', 'api/documents', { json: { title, kind } })).body;
}

export async function getDocument(id: string, signal?: AbortSignal): Promise<DocumentInfo> {
  return (await call<DocumentInfo>('GET', path(id), signal ? { signal } : {})).body;
}

export async function deleteDocument(id: string): Promise<void> {
  await call('DELETE', path(id), {}).catch((error: unknown) => {
    // Already deleted, by any client: the result is the same.
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  });
}

/** Renames only if the document still has the title that the user saw: an unseen title is never overwritten. */
export async function renameDocument(id: string, title: string, seenTitle: string): Promise<Rename> {
  for (let attempt = 0; ; attempt++) {
    const now = await call<DocumentInfo>('GET', path(id), {});
    if (now.body.title === title) return { outcome: 'renamed', document: now.body };
    if (now.body.title !== seenTitle) return { outcome: 'conflict', document: now.body };
    try {
      const headers: Record<string, string> = now.etag === null ? {} : { 'If-Match': now.etag };
      const renamed = await call<DocumentInfo | undefined>('PUT', path(id), { json: { title }, headers });
      return { outcome: 'renamed', document: renamed.body ?? { ...now.body, title } };
    } catch (error) {
      // 412: it changed between the two requests. Read it again and compare the titles.
      if (!(error instanceof ApiError && error.status === 412) || attempt >= 3) throw error;
    }
  }
}

function path(id: string): string {
  return `api/documents/${encodeURIComponent(id)}`;
}

async function call<T>(
  method: string,
  url: string,
  options: { json?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      cache: 'no-cache',
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(options.json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...options.headers,
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'unreachable', 'The server cannot be reached.');
  }
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!response.ok) {
    const said = (body ?? {}) as { code?: string; message?: string };
    // Not this application's answer: a server that starts or stops answers 404 to everything. The document may exist.
    if (response.status === 404 && said.code === undefined) {
      throw new ApiError(0, 'unreachable', 'The server is not ready.');
    }
    throw new ApiError(response.status, said.code ?? `http-${response.status}`, said.message ?? `The server answered ${response.status}.`);
  }
  return { body: body as T, etag: response.headers.get('ETag') };
}
