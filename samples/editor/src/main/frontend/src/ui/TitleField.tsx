import { useEffect, useRef, useState } from 'react';
import { type DocumentInfo, renameDocument } from '../api';
import { asApiError, putDocument } from '../documents';

export const TITLE_LENGTH = 200;

interface Props {
  readonly document: DocumentInfo;
  readonly testid: string;
  readonly autoFocus?: boolean;
  readonly onRenamed: (document: DocumentInfo) => void;
  /** The person is done with the field, whether or not something changed. */
  readonly onDone?: () => void;
}

/** A title that is edited in place. Enter or leaving it saves, Escape does not; two people never overwrite each other unseen. */
export function TitleField({ document, testid, autoFocus = false, onRenamed, onDone }: Props) {
  const [value, setValue] = useState(document.title);
  const [editing, setEditing] = useState(autoFocus);
  const [seen, setSeen] = useState(document.title);
  const [theirs, setTheirs] = useState<DocumentInfo | null>(null);
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const busy = useRef(false);

  useEffect(() => {
    if (!editing && theirs === null) setValue(document.title);
  }, [document.title, editing, theirs]);

  useEffect(() => {
    if (autoFocus) {
      input.current?.focus();
      input.current?.select();
    }
  }, [autoFocus]);

  async function save(title: string, seenTitle: string) {
    const wanted = title.trim();
    if (busy.current) return;
    if (wanted === '' || wanted === seenTitle) {
      setValue(document.title);
      setTheirs(null);
      onDone?.();
      return;
    }
    busy.current = true;
    try {
      const result = await renameDocument(document.id, wanted, seenTitle);
      if (result.outcome === 'conflict') {
        setTheirs(result.document);
        return;
      }
      setTheirs(null);
      setError(null);
      setValue(result.document.title);
      putDocument(result.document);
      onRenamed(result.document);
      onDone?.();
    } catch (failure) {
      setError(asApiError(failure).message);
    } finally {
      busy.current = false;
    }
  }

  function giveUp() {
    const title = theirs?.title ?? document.title;
    setValue(title);
    setError(null);
    if (theirs !== null) {
      putDocument(theirs);
      onRenamed(theirs);
    }
    setTheirs(null);
    onDone?.();
  }

  return (
    <div className="title-field">
      <input
        ref={input}
        type="text"
        className="title-input"
        data-testid={testid}
        aria-label="Title"
        value={value}
        maxLength={TITLE_LENGTH}
        autoComplete="off"
        onFocus={() => {
          setEditing(true);
          if (theirs === null) setSeen(document.title);
        }}
        onChange={(event) => setValue(event.target.value)}
        onBlur={() => {
          setEditing(false);
          if (theirs === null) void save(value, seen);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            event.currentTarget.blur();
          } else if (event.key === 'Escape') {
            event.stopPropagation();
            setValue(document.title);
            setSeen(document.title);
            const field = event.currentTarget;
            // After the value is back, so that leaving the field has nothing to save.
            requestAnimationFrame(() => field.blur());
          }
        }}
      />
      {theirs !== null && (
        <div className="title-alert" role="alert" data-testid="rename-conflict">
          <p>
            Somebody renamed this to <strong>{theirs.title}</strong> meanwhile.
          </p>
          <p className="title-alert-actions">
            <button type="button" className="button small primary" data-testid="rename-overwrite" onClick={() => void save(value, theirs.title)}>
              Use “{value.trim()}”
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
            <button type="button" className="button small primary" onClick={() => void save(value, seen)}>
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
