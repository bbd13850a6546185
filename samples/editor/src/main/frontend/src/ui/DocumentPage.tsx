import '../styles/document.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Action, Status } from '../collab/status';
import type { Session } from '../collab/session';
import { documentText } from '../editors/text-of';
import { Account, ThemeToggle } from './Account';
import { AlertIcon, BackIcon, CheckIcon, CodeFileIcon, LinkIcon, RichIcon } from './icons';
import { justCreated } from './just-created';
import { Presence } from './Presence';
import { StatusChip } from './StatusChip';
import { TitleField } from './TitleField';
import { useDocumentInfo } from './useDocumentInfo';
import { useSession } from './useSession';
import { useStore } from './useStore';
import type { DocumentInfo } from '../api';

const RichEditor = lazy(() => import('../editors/RichEditor').then((module) => ({ default: module.RichEditor })));
const TextEditor = lazy(() => import('../editors/TextEditor').then((module) => ({ default: module.TextEditor })));

export function DocumentPage({ id }: { id: string }) {
  const { info, error, setInfo, refresh } = useDocumentInfo(id);
  useEffect(() => {
    document.title = info === null ? 'Collab' : `${info.title} – Collab`;
  }, [info]);

  const gone = error?.status === 404;
  if (info !== null) return <OpenDocument info={info} gone={gone} onInfo={setInfo} onCheck={refresh} onClose={() => setInfo(null)} />;
  if (error === null) return <div className="page-loading" role="status">Opening…</div>;
  return (
    <>
      <header className="doc-header">
        <BackLink />
        <Account />
      </header>
      <main id="main" className="notice" tabIndex={-1} data-testid="doc-missing">
        {error.status === 404 ? (
          <>
            <h1>There is no such document</h1>
            <p>It was deleted, or the address is not complete.</p>
          </>
        ) : (
          <>
            <h1>The document cannot be opened now</h1>
            <p>{error.message}</p>
          </>
        )}
        <p className="notice-actions">
          <a className="button primary" href="#/">
            All documents
          </a>
          {error.status !== 404 && (
            <button type="button" className="button" onClick={() => void refresh()}>
              Try again
            </button>
          )}
        </p>
      </main>
    </>
  );
}

interface OpenDocumentProps {
  readonly info: DocumentInfo;
  /** The server reports that it does not exist (any more). */
  readonly gone: boolean;
  readonly onInfo: (info: DocumentInfo) => void;
  /** Resolves to false if the server reports that it does not exist. */
  readonly onCheck: () => Promise<boolean>;
  readonly onClose: () => void;
}

function OpenDocument({ info, gone, onInfo, onCheck, onClose }: OpenDocumentProps) {
  const [epoch, setEpoch] = useState(0);
  const session = useSession(info.id, epoch);
  useEffect(() => {
    if (gone) session?.gone();
  }, [gone, session]);
  if (session === null) return null;
  async function reopen() {
    // Opening a document that does not exist would create it again.
    if (await onCheck()) setEpoch((value) => value + 1);
    else onClose();
  }
  return <SessionPage key={epoch} info={info} onInfo={onInfo} session={session} onReopen={() => void reopen()} />;
}

interface SessionPageProps {
  readonly info: DocumentInfo;
  readonly onInfo: (info: DocumentInfo) => void;
  readonly session: Session;
  readonly onReopen: () => void;
}

function SessionPage({ info, onInfo, session, onReopen }: SessionPageProps) {
  const view = useStore(session.view);
  const [nameFirst] = useState(() => justCreated.consume(info.id));
  // A new document is named first. On a touch screen the keyboard opens only on the user's request.
  const [focus] = useState(() => !nameFirst && matchMedia('(hover: hover) and (pointer: fine)').matches);
  const { status } = view;

  /** Resolves to whether it worked, if the caller shows that. */
  async function act(action: Action): Promise<boolean> {
    switch (action) {
      case 'retry':
        // A change that was too large and was undone is still in this document's history, but not in a newly loaded one.
        if (status.state === 'too-large') onReopen();
        else session.retryNow();
        break;
      case 'copy':
        return copyText(documentText(session.doc, info.kind));
      case 'reload':
      case 'close':
      case 'discard':
        await session.discard();
        onReopen();
        break;
    }
    return true;
  }

  const Editor = info.kind === 'rich' ? RichEditor : TextEditor;
  return (
    <div className="doc-page">
      <header className="doc-header">
        <BackLink />
        <span className={`doc-icon ${info.kind}`}>{info.kind === 'rich' ? <RichIcon /> : <CodeFileIcon />}</span>
        <h1 className="doc-heading">
          <TitleField document={info} testid="doc-title" autoFocus={nameFirst} onRenamed={onInfo} onDone={() => focusEditor(nameFirst)} />
        </h1>
        <StatusChip status={status} onRetry={() => void act('retry')} />
        <Presence peers={view.peers} />
        <div className="account">
          <CopyLink />
          <ThemeToggle />
        </div>
      </header>
      <Banner status={status} onAct={act} />
      <main id="main" className={`doc-main-area ${info.kind}`} tabIndex={-1}>
        {view.ready ? (
          <Suspense fallback={<EditorSkeleton />}>
            <Editor session={session} writable={view.writable} title={info.title} focus={focus} />
          </Suspense>
        ) : (
          <EditorSkeleton away={status.state !== 'connecting'} />
        )}
      </main>
    </div>
  );
}

/** The states that the banner explains, with actions; the chip alone shows the others. */
const EXPLAINED = new Set(['stalled', 'too-large', 'storage-down', 'denied', 'replaced']);

function Banner({ status, onAct }: { status: Status; onAct: (action: Action) => Promise<boolean> }) {
  const [sure, setSure] = useState(false);
  const [copied, setCopied] = useState(false);
  const [shown, setShown] = useState(status.state);
  if (shown !== status.state) {
    setShown(status.state);
    setSure(false);
    setCopied(false);
  }
  if (status.detail === null || !EXPLAINED.has(status.state)) return null;
  const labels: Record<Action, string> = {
    retry: 'Try again',
    copy: copied ? 'Copied' : 'Copy my text',
    reload: 'Load the current version',
    close: 'Close this copy',
    discard: sure ? 'Really discard my unsaved changes' : 'Go back to the saved version',
  };
  return (
    <div className="banner" data-state={status.state} data-testid="banner" role="alert">
      <AlertIcon />
      <p>{status.detail}</p>
      {status.actions.length > 0 && (
        <div className="banner-actions">
          {status.actions.map((action) => (
            <button
              key={action}
              type="button"
              className={`button small ${action === 'discard' && sure ? 'destructive' : ''}`}
              data-testid={`banner-${action}`}
              onClick={() => {
                if (action === 'discard' && !sure) {
                  setSure(true);
                  return;
                }
                void onAct(action).then((worked) => action === 'copy' && setCopied(worked));
              }}
            >
              {labels[action]}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function CopyLink() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className={copied ? 'icon-button done' : 'icon-button'}
      data-testid="copy-link"
      aria-label={copied ? 'Link copied' : 'Copy the link to this document'}
      title={copied ? 'Link copied' : 'Copy the link to this document'}
      onClick={() => void copyText(location.href).then(setCopied)}
    >
      {copied ? <CheckIcon /> : <LinkIcon />}
    </button>
  );
}

function BackLink() {
  return (
    <a className="icon-button back" href="#/" aria-label="All documents" title="All documents" data-testid="back">
      <BackIcon />
    </a>
  );
}

/** Shown instead of an empty page, which would look like an empty document. */
function EditorSkeleton({ away = false }: { away?: boolean }) {
  return (
    <div className="editor-skeleton" role="status" aria-label="Loading the document">
      {away && <p>This browser has no copy of this document yet. It appears as soon as the server answers.</p>}
      {[38, 92, 97, 88, 60].map((width) => (
        <span key={width} className="skeleton line" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

function focusEditor(wanted: boolean) {
  if (!wanted) return;
  const editor = document.querySelector<HTMLElement>('[data-testid="editor"]');
  // Unless the user has moved the focus elsewhere.
  if (document.activeElement === document.body || document.activeElement === null) editor?.focus();
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without TLS have no clipboard API.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'sr-only';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}
