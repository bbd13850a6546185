import { useEffect, useRef, useState } from 'react';
import { type DocumentInfo, renameDocument } from '../api';
import { asApiError, putDocument } from '../documents';

export const TITLE_LENGTH = 200;

interface Props {
  readonly document: DocumentInfo;
  readonly testid: string;
  readonly autoFocus?: boolean;
  readonly onRenamed: (document: DocumentInfo) => void;
  /** The user has left the field, whether or not the title changed. */
  readonly onDone?: () => void;
}

/** A title that is edited in place. Enter or leaving it saves, Escape does not; a title that this user has not seen is never overwritten. */
export function TitleField({ document, testid, autoFocus = false, onRenamed, onDone }: Props) {
  /** The text being typed, or not saved yet; null shows the stored title. */
  const [draft, setDraft] = useState<string | null>(null);
  /** The title that was shown when typing began. */
  const seen = useRef(document.title);
  const [theirs, setTheirs] = useState<DocumentInfo | null>(null);
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const busy = useRef(false);

  useEffect(() => {
    if (autoFocus) {
      input.current?.focus();
      input.current?.select();
    }
  }, [autoFocus]);

  function finish() {
    setDraft(null);
    setTheirs(null);
    setError(null);
    onDone?.();
  }

  async function save(seenTitle: string) {
    const wanted = draft?.trim() ?? '';
    if (busy.current) return;
    if (wanted === '' || wanted === seenTitle) {
      finish();
      return;
    }
    busy.current = true;
    try {
      const { outcome, document: current } = await renameDocument(document.id, wanted, seenTitle);
      if (outcome === 'conflict') {
        setTheirs(current);
        return;
      }
      putDocument(current);
      onRenamed(current);
      finish();
    } catch (failure) {
      setError(asApiError(failure).message);
    } finally {
      busy.current = false;
    }
  }

  function giveUp() {
    if (theirs !== null) {
      putDocument(theirs);
      onRenamed(theirs);
    }
    finish();
  }

  return (
    <div className="title-field">
      <input
        ref={input}
        type="text"
        className="title-input"
        data-testid={testid}
        aria-label="Title"
        value={draft ?? document.title}
        maxLength={TITLE_LENGTH}
        autoComplete="off"
        onFocus={() => {
          if (draft === null) seen.current = document.title;
        }}
        onChange={(event) => {
          if (draft === null) seen.current = document.title;
          setDraft(event.target.value);
        }}
        onBlur={() => {
          if (theirs === null) void save(seen.current);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            event.currentTarget.blur();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            setDraft(null);
            const field = event.currentTarget;
            // After the title is restored, so that leaving the field has nothing to save.
            requestAnimationFrame(() => field.blur());
          }
        }}
      />
      {theirs !== null && (
        <div className="title-alert" role="alert" data-testid="rename-conflict">
          <p>
            Another person renamed this to <strong>{theirs.title}</strong> meanwhile.
          </p>
          <p className="title-alert-actions">
            <button type="button" className="button small primary" data-testid="rename-overwrite" onClick={() => void save(theirs.title)}>
              Use “{draft?.trim()}”
            </button>
            <button type="button" className="button small" data-testid="rename-keep" onClick={giveUp}>
              Keep “{theirs.title}”
            </button>
          </p>
        </div>
      )}
      {error !== null && theirs === null && (
        <div className="title-alert" role="alert">
          <p>Not renamed. {error}</p>
          <p className="title-alert-actions">
            <button type="button" className="button small primary" onClick={() => void save(seen.current)}>
              Try again
            </button>
            <button type="button" className="button small" onClick={giveUp}>
              Cancel
            </button>
          </p>
        </div>
      )}
    </div>
  );
}
