import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, deleteDocument, type DocumentInfo, getDocument, listDocuments, renameDocument } from './api';

const ada: DocumentInfo = { id: 'a b', title: 'Old', kind: 'rich', createdAt: '', updatedAt: '' };

/** Answers each request with the next of these, and records the requests. */
function answers(...responses: (Response | Error)[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    asked.push(`${init.method} ${url}${headers['If-Match'] === undefined ? '' : ` if ${headers['If-Match']}`}`);
    const next = responses.shift()!;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  return asked;
}

const json = (body: unknown, status = 200, etag?: string) =>
  new Response(JSON.stringify(body), { status, headers: etag === undefined ? {} : { ETag: etag } });

afterEach(() => vi.unstubAllGlobals());

describe('renaming', () => {
  it('changes the version it has seen', async () => {
    const asked = answers(json(ada, 200, '"1"'), json({ ...ada, title: 'New' }));
    expect(await renameDocument('a b', 'New', 'Old')).toEqual({ outcome: 'renamed', document: { ...ada, title: 'New' } });
    expect(asked).toEqual(['GET api/documents/a%20b', 'PUT api/documents/a%20b if "1"']);
  });

  it('asks when another user renamed it after it was shown', async () => {
    const asked = answers(json({ ...ada, title: 'Theirs' }, 200, '"2"'));
    expect(await renameDocument('a b', 'Mine', 'Old')).toMatchObject({ outcome: 'conflict', document: { title: 'Theirs' } });
    expect(asked).toHaveLength(1);
  });

  it('asks when another user renamed it between the two requests', async () => {
    answers(json(ada, 200, '"1"'), json({ code: 'precondition-failed', message: '' }, 412), json({ ...ada, title: 'Theirs' }, 200, '"2"'));
    expect(await renameDocument('a b', 'Mine', 'Old')).toMatchObject({ outcome: 'conflict' });
  });

  it('does not ask when something else about it changed', async () => {
    answers(json(ada, 200, '"1"'), json({}, 412), json(ada, 200, '"2"'), json({ ...ada, title: 'Mine' }));
    expect(await renameDocument('a b', 'Mine', 'Old')).toMatchObject({ outcome: 'renamed' });
  });

  it('has nothing to do when it has that title already', async () => {
    const asked = answers(json({ ...ada, title: 'Mine' }, 200, '"1"'));
    expect(await renameDocument('a b', 'Mine', 'Old')).toMatchObject({ outcome: 'renamed' });
    expect(asked).toHaveLength(1);
  });
});

describe('errors', () => {
  it('are in the server’s words', async () => {
    answers(json({ code: 'too-many', message: 'There are too many documents.' }, 409));
    await expect(listDocuments()).rejects.toMatchObject({ status: 409, code: 'too-many', message: 'There are too many documents.' });
  });

  it('are understood without words', async () => {
    answers(new Response('<html>Bad gateway</html>', { status: 502 }));
    await expect(listDocuments()).rejects.toMatchObject({ status: 502, code: 'http-502' });
    answers(new TypeError('Failed to fetch'));
    await expect(listDocuments()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('do not treat a document as gone when a starting server does not know its addresses yet', async () => {
    answers(new Response('<html>Not Found</html>', { status: 404 }));
    await expect(getDocument('x')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('are none when what is to be deleted is gone', async () => {
    answers(json({ code: 'document-not-found', message: 'There is no document x.' }, 404));
    await deleteDocument('x');
    answers(json({}, 403));
    await expect(deleteDocument('x')).rejects.toBeInstanceOf(ApiError);
  });
});
