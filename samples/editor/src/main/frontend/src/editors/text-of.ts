import * as Y from 'yjs';
import type { Kind } from '../api';

/** The shared types' names: every other client of these documents uses the same. */
export const RICH_FIELD = 'default';
export const TEXT_FIELD = 'content';

/** The document as plain text, one line for each block. */
export function documentText(doc: Y.Doc, kind: Kind): string {
  return kind === 'text' ? doc.getText(TEXT_FIELD).toString() : blocks(doc.getXmlFragment(RICH_FIELD)).join('\n');
}

function blocks(parent: Y.XmlFragment | Y.XmlElement): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) {
      const parts = child.toDelta() as { insert: unknown }[];
      line = (line ?? '') + parts.map((part) => (typeof part.insert === 'string' ? part.insert : '')).join('');
    } else if (child instanceof Y.XmlElement) {
      if (child.nodeName === 'hardBreak') {
        lines.push(line ?? '');
        line = '';
      } else {
        if (line !== null) lines.push(line);
        line = null;
        lines.push(...blocks(child));
      }
    }
  }
  if (line !== null || lines.length === 0) lines.push(line ?? '');
  return lines;
}
