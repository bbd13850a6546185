import '../styles/text.css';
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { crosshairCursor, drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder, rectangularSelection } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useMemo, useRef, useState } from 'react';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import * as Y from 'yjs';
import type { Session } from '../collab/session';
import { RedoIcon, SearchIcon, UndoIcon, WrapIcon } from '../ui/icons';
import { languageOf } from './languages';
import { lineBreaks } from './line-breaks';
import { remoteCarets } from './remote-carets';
import { TEXT_FIELD } from './text-of';
import { keys, Toolbar } from './Toolbar';
import { shortUndoSteps } from './undo-steps';

interface Props {
  readonly session: Session;
  readonly writable: boolean;
  readonly title: string;
  /** Whether to put the cursor into the text as soon as it is loaded. */
  readonly focus: boolean;
}

/** CodeMirror's own phrases, in the style of this application. */
const PHRASES = {
  next: 'Next',
  previous: 'Previous',
  all: 'Select all',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close',
};

const editable = new Compartment();
const wrapping = new Compartment();
const language = new Compartment();

export function TextEditor({ session, writable, title, focus }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [undo, setUndo] = useState<Y.UndoManager | null>(null);
  const [wrap, setWrap] = useState(true);
  const found = useMemo(() => languageOf(title), [title]);

  useEffect(() => {
    const text = session.doc.getText(TEXT_FIELD);
    const manager = new Y.UndoManager(text);
    const unbind = shortUndoSteps(manager);
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          lineNumbers(),
          highlightActiveLineGutter(),
          lineBreaks,
          foldGutter(),
          drawSelection(),
          dropCursor(),
          EditorState.allowMultipleSelections.of(true),
          indentOnInput(),
          syntaxHighlighting(classHighlighter),
          bracketMatching(),
          closeBrackets(),
          rectangularSelection(),
          crosshairCursor(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          search({ top: true }),
          EditorState.phrases.of(PHRASES),
          placeholder('Start typing…'),
          keymap.of([...closeBracketsKeymap, ...yUndoManagerKeymap, ...defaultKeymap, ...searchKeymap, ...foldKeymap, indentWithTab]),
          EditorView.contentAttributes.of({
            'data-testid': 'editor',
            'aria-label': 'Text. To leave with the keyboard, press Escape and then Tab.',
          }),
          yCollab(text, null, { undoManager: manager }),
          remoteCarets(text, session.awareness),
          editable.of([]),
          wrapping.of(EditorView.lineWrapping),
          language.of([]),
        ],
      }),
    });
    setView(made);
    setUndo(manager);
    if (focus) made.focus();
    return () => {
      setView(null);
      setUndo(null);
      made.destroy();
      unbind();
      manager.destroy();
    };
  }, [session, focus]);

  useEffect(() => {
    view?.dispatch({ effects: editable.reconfigure(writable ? [] : [EditorState.readOnly.of(true), EditorView.editable.of(false)]) });
  }, [view, writable]);

  useEffect(() => {
    view?.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
  }, [view, wrap]);

  useEffect(() => {
    let current = true;
    found.load().then(
      (extension) => current && view?.dispatch({ effects: language.reconfigure(extension) }),
      () => {},
    );
    return () => {
      current = false;
    };
  }, [view, found]);

  const [canUndo, canRedo] = useHistory(undo);
  return (
    <>
      <Toolbar
        label="Text tools"
        groups={[
          [
            { id: 'undo', label: 'Undo', keys: keys('Mod+Z'), content: <UndoIcon />, enabled: writable && canUndo, run: () => undo?.undo() },
            { id: 'redo', label: 'Redo', keys: keys('Mod+Shift+Z'), content: <RedoIcon />, enabled: writable && canRedo, run: () => undo?.redo() },
          ],
          [
            { id: 'wrap', label: 'Wrap long lines', content: <WrapIcon />, pressed: wrap, enabled: true, run: () => setWrap((value) => !value) },
            { id: 'find', label: 'Find and replace', keys: keys('Mod+F'), content: <SearchIcon />, enabled: true, run: () => view !== null && openSearchPanel(view) },
          ],
        ]}
        end={
          <span className="language" title="Follows the ending of the title, such as .java or .md">
            {found.name}
          </span>
        }
      />
      <div ref={place} className="code" />
    </>
  );
}

const NOTHING: readonly [boolean, boolean] = [false, false];

function useHistory(undo: Y.UndoManager | null): readonly [boolean, boolean] {
  const [can, setCan] = useState(NOTHING);
  useEffect(() => {
    if (undo === null) return;
    const look = () => setCan([undo.undoStack.length > 0, undo.redoStack.length > 0]);
    undo.on('stack-item-added', look);
    undo.on('stack-item-popped', look);
    undo.on('stack-cleared', look);
    look();
    return () => {
      undo.off('stack-item-added', look);
      undo.off('stack-item-popped', look);
      undo.off('stack-cleared', look);
    };
  }, [undo]);
  return undo === null ? NOTHING : can;
}
