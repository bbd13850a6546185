import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { documentText, RICH_FIELD, TEXT_FIELD } from './text-of';

it('returns rich text as lines', () => {
  const doc = new Y.Doc();
  const fragment = doc.getXmlFragment(RICH_FIELD);
  const block = (name: string, ...children: (Y.XmlElement | Y.XmlText)[]) => {
    const element = new Y.XmlElement(name);
    element.insert(0, children);
    return element;
  };
  const words = new Y.XmlText();
  words.insert(0, 'bold', { bold: true });
  words.insert(4, ' and plain', { bold: null });
  fragment.insert(0, [
    block('heading', new Y.XmlText('Title')),
    block('paragraph', words),
    block('paragraph', new Y.XmlText('one'), new Y.XmlElement('hardBreak'), new Y.XmlText('two')),
    block('paragraph'),
    block('bulletList', block('listItem', block('paragraph', new Y.XmlText('first'))), block('listItem', block('paragraph', new Y.XmlText('second')))),
  ]);
  expect(documentText(doc, 'rich')).toBe('Title\nbold and plain\none\ntwo\n\nfirst\nsecond');
});

it('returns plain text as it is', () => {
  const doc = new Y.Doc();
  doc.getText(TEXT_FIELD).insert(0, 'a\n b\n');
  expect(documentText(doc, 'text')).toBe('a\n b\n');
});
