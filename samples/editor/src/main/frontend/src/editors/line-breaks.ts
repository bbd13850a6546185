import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars } from '@codemirror/view';

const CARRIAGE_RETURN = 13;

/**
 * Lines end at "\n" only. CodeMirror would count "\r\n" as one character, the shared text counts two: positions in one would not be
 * positions in the other. The "\r" of a text that other clients wrote stays in it and is not shown; none is added.
 */
export const lineBreaks: Extension = [
  EditorState.lineSeparator.of('\n'),
  EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, '\n')),
  highlightSpecialChars({ render: specialChar }),
];

function specialChar(code: number, description: string | null, placeholder: string): HTMLElement {
  const element = document.createElement('span');
  if (code !== CARRIAGE_RETURN) {
    element.textContent = placeholder;
    element.className = 'cm-specialChar';
    if (description !== null) {
      element.title = description;
      element.setAttribute('aria-label', description);
    }
  }
  return element;
}
