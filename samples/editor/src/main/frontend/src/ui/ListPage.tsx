import { type ReactNode, useEffect, useState } from 'react';
import { createDocument, deleteDocument, type DocumentInfo, type Kind } from '../api';
import { eraseLocalCopyOf } from '../collab/erase';
import { asApiError, documents, dropDocument, putDocument, refreshDocuments, watchDocuments } from '../documents';
import { documentHref } from '../route';
import { ago } from '../time';
import { Account } from './Account';
import { Dialog } from './Dialog';
import { AlertIcon, CloseIcon, CodeFileIcon, DeleteIcon, Mark, PlusIcon, RenameIcon, RichIcon, SearchIcon } from './icons';
import { justCreated } from './just-created';
import { TitleField } from './TitleField';
import { useStore } from './useStore';

export function ListPage() {
  const { items, error } = useStore(documents);
  const [query, setQuery] = useState('');
  const [creating, setCreating] = useState<Kind | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<DocumentInfo | null>(null);
  useEffect(() => {
    document.title = 'Documents – Collab';
    return watchDocuments();
  }, []);

  async function create(kind: Kind) {
    setCreating(kind);
    setProblem(null);
    try {
      const made = await createDocument(kind === 'rich' ? 'Untitled document' : 'Untitled.txt', kind);
      putDocument(made);
      justCreated.set(made.id);
      location.hash = documentHref(made.id);
    } catch (failure) {
      setProblem(`Not created. ${asApiError(failure).message}`);
      setCreating(null);
    }
  }

  const words = query.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = (items ?? [])
    .filter((item) => words.every((word) => item.title.toLocaleLowerCase().includes(word)))
    .sort((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));

  const newButtons = (
    <>
      <button type="button" className="button primary" data-testid="new-rich" disabled={creating !== null} onClick={() => void create('rich')}>
        <PlusIcon /> New document
      </button>
      <button type="button" className="button" data-testid="new-text" disabled={creating !== null} onClick={() => void create('text')}>
        <CodeFileIcon /> New text or code
      </button>
    </>
  );

  return (
    <>
      <header className="list-header">
        <a className="brand" href="#/" aria-label="Collab, all documents">
          <Mark /> <span>Collab</span>
        </a>
        <Account />
      </header>
      <main id="main" className="list-page" tabIndex={-1}>
        <div className="list-top">
          <h1>Documents</h1>
          <div className="list-new">{newButtons}</div>
        </div>
        {items !== null && items.length > 0 && (
          <div className="search" role="search">
            <SearchIcon />
            <input
              type="search"
              data-testid="search"
              aria-label="Search documents by title"
              placeholder="Search by title"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setQuery('');
              }}
            />
            {query !== '' && (
              <button type="button" className="icon-button small" aria-label="Clear the search" onClick={() => setQuery('')}>
                <CloseIcon size={16} />
              </button>
            )}
          </div>
        )}
        {problem !== null && <Problem text={problem} onRetry={() => setProblem(null)} retry="Dismiss" />}
        {error !== null && (
          <Problem
            text={items === null ? error.message : `${error.message} The list may be out of date.`}
            onRetry={() => void refreshDocuments()}
            retry="Try again"
          />
        )}
        {items === null && error === null && <ListSkeleton />}
        {items !== null && items.length === 0 && (
          <Empty title="Nothing here yet" testid="empty-state">
            <p>Start a document and share its address. All users with the address write in the same text, at the same time.</p>
          </Empty>
        )}
        {items !== null && items.length > 0 && found.length === 0 && (
          <Empty title={`No title contains “${query.trim()}”`} testid="no-match">
            <button type="button" className="button" onClick={() => setQuery('')}>
              Show all documents
            </button>
          </Empty>
        )}
        <ul className="doc-list" data-testid="doc-list" hidden={found.length === 0}>
          {found.map((item) => (
            <Row key={item.id} item={item} onDelete={() => setDeleting(item)} />
          ))}
        </ul>
        <p className="sr-only" role="status">
          {words.length > 0 ? `${found.length} of ${items?.length ?? 0} documents` : ''}
        </p>
      </main>
      {deleting !== null && <DeleteDialog item={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function Row({ item, onDelete }: { item: DocumentInfo; onDelete: () => void }) {
  const [renaming, setRenaming] = useState(false);
  const kind = item.kind === 'rich' ? 'Rich text' : 'Plain text';
  return (
    <li className="doc-row" data-testid="doc-item" data-id={item.id} data-kind={item.kind}>
      <span className={`doc-icon ${item.kind}`}>{item.kind === 'rich' ? <RichIcon /> : <CodeFileIcon />}</span>
      <div className="doc-main">
        {renaming ? (
          <TitleField document={item} testid="doc-item-title" autoFocus onRenamed={() => void refreshDocuments()} onDone={() => setRenaming(false)} />
        ) : (
          <a className="doc-link" data-testid="doc-open" href={documentHref(item.id)}>
            {item.title}
          </a>
        )}
        <span className="doc-meta">
          {kind} <span aria-hidden="true">·</span> <time dateTime={item.updatedAt} title={new Date(item.updatedAt).toLocaleString()}>{ago(item.updatedAt)}</time>
        </span>
      </div>
      <div className="doc-actions">
        <button type="button" className="icon-button" data-testid="doc-rename" aria-label={`Rename ${item.title}`} title="Rename" onClick={() => setRenaming(true)}>
          <RenameIcon />
        </button>
        <button type="button" className="icon-button danger" data-testid="doc-delete" aria-label={`Delete ${item.title}`} title="Delete" onClick={onDelete}>
          <DeleteIcon />
        </button>
      </div>
    </li>
  );
}

function DeleteDialog({ item, onClose }: { item: DocumentInfo; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function remove() {
    setBusy(true);
    try {
      await deleteDocument(item.id);
      dropDocument(item.id);
      void eraseLocalCopyOf(item.id);
      void refreshDocuments();
      onClose();
    } catch (failure) {
      setProblem(asApiError(failure).message);
      setBusy(false);
    }
  }
  return (
    <Dialog title="Delete this document?" onClose={onClose} testid="delete-dialog">
      <p>
        <strong>{item.title}</strong> is deleted for all users, also for those with the document open. This cannot be undone.
      </p>
      {problem !== null && (
        <p className="dialog-problem" role="alert">
          Not deleted. {problem}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" autoFocus onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button destructive" data-testid="delete-confirm" disabled={busy} onClick={() => void remove()}>
          Delete
        </button>
      </div>
    </Dialog>
  );
}

function Problem({ text, retry, onRetry }: { text: string; retry: string; onRetry: () => void }) {
  return (
    <div className="problem" role="alert">
      <AlertIcon />
      <span>{text}</span>
      <button type="button" className="button small" onClick={onRetry}>
        {retry}
      </button>
    </div>
  );
}

function Empty({ title, testid, children }: { title: string; testid: string; children: ReactNode }) {
  return (
    <div className="empty" data-testid={testid}>
      <svg width="96" height="72" viewBox="0 0 96 72" aria-hidden="true" focusable="false">
        <rect x="14" y="10" width="44" height="56" rx="6" className="empty-sheet" />
        <rect x="36" y="4" width="46" height="58" rx="6" className="empty-sheet front" />
        <path d="M46 18h20M46 28h26M46 38h14" className="empty-line" />
        <path d="M66 33v12" className="empty-caret" />
        <path d="M74 46v10" className="empty-caret second" />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function ListSkeleton() {
  return (
    <div className="skeleton-list" role="status" aria-label="Loading documents">
      {[62, 44, 53].map((width) => (
        <div key={width} className="doc-row">
          <span className="skeleton block" />
          <div className="doc-main">
            <span className="skeleton line" style={{ width: `${width}%` }} />
            <span className="skeleton line thin" />
          </div>
        </div>
      ))}
    </div>
  );
}
