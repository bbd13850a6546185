import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { lineBreaks } from './line-breaks';
import { TEXT_FIELD } from './text-of';

/** An editor of the text, without a page: it follows the text as y-codemirror.next does. */
function follow(text: Y.Text): () => EditorState {
  let state = EditorState.create({ doc: text.toString(), extensions: lineBreaks });
  text.observe((event) => {
    const changes: { from: number; to: number; insert: string }[] = [];
    let at = 0;
    for (const { retain, insert, delete: deleted } of event.delta) {
      if (typeof insert === 'string') changes.push({ from: at, to: at, insert });
      if (deleted !== undefined) changes.push({ from: at, to: at + deleted, insert: '' });
      at += (retain ?? 0) + (deleted ?? 0);
    }
    state = state.update({ changes }).state;
  });
  return () => state;
}

it('counts the characters of a text with CRLF as the shared text does', () => {
  const text = new Y.Doc().getText(TEXT_FIELD);
  text.insert(0, 'one\r\ntwo\r\nthree');
  const state = follow(text);

  expect(state().doc.length).toBe(text.length);
  expect(state().doc.lines).toBe(3);
});

it('applies the changes of others to a text with CRLF', () => {
  const text = new Y.Doc().getText(TEXT_FIELD);
  text.insert(0, 'one\r\ntwo\r\nthree');
  const state = follow(text);

  text.insert(text.length, '!');
  text.delete(3, 2);
  text.insert(0, 'zero\r\n');

  expect(state().doc.toString()).toBe(text.toString());
  expect(state().doc.toString()).toBe('zero\r\nonetwo\r\nthree!');
});

it('pastes CRLF and CR as line breaks', () => {
  const state = EditorState.create({ extensions: lineBreaks });
  const pasted = state.facet(EditorView.clipboardInputFilter).reduce((text, filter) => filter(text, state), 'a\r\nb\rc\n');

  expect(pasted).toBe('a\nb\nc\n');
});
