import '../styles/rich.css';
import { Editor } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import { Placeholder } from '@tiptap/extensions';
import StarterKit from '@tiptap/starter-kit';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Session } from '../collab/session';
import {
  BoldIcon, BulletListIcon, CodeBlockIcon, CodeIcon, ItalicIcon, LinkIcon, OrderedListIcon, QuoteIcon, RedoIcon, RuleIcon, StrikeIcon, UnderlineIcon, UndoIcon,
} from '../ui/icons';
import { Carets, OwnLinksOnly, UndoSteps, undoManagerOf } from './extensions';
import { LinkDialog } from './LinkDialog';
import { RICH_FIELD } from './text-of';
import { keys, type Tool, Toolbar } from './Toolbar';

interface Props {
  readonly session: Session;
  readonly writable: boolean;
  /** Whether to put the cursor into the text as soon as it is loaded. */
  readonly focus: boolean;
}

export function RichEditor({ session, writable, focus }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [linking, setLinking] = useState(false);

  useEffect(() => {
    const made = new Editor({
      element: place.current!,
      // The rules that ProseMirror needs are in our own style sheet.
      injectCSS: false,
      extensions: [
        StarterKit.configure({
          // Yjs keeps the history: undo reverts the user's own changes only.
          undoRedo: false,
          // It would add its paragraph on every client at the same time.
          trailingNode: false,
          heading: { levels: [1, 2, 3] },
          dropcursor: { color: false, class: 'drop-cursor' },
          link: { openOnClick: false, defaultProtocol: 'https', HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' } },
        }),
        Collaboration.configure({ document: session.doc, field: RICH_FIELD }),
        Carets.configure({ awareness: session.awareness, root: place.current! }),
        OwnLinksOnly,
        UndoSteps,
        Placeholder.configure({ placeholder: 'Start writing…' }),
      ],
      editorProps: {
        attributes: {
          'data-testid': 'editor',
          'aria-label': 'Document text',
          'aria-multiline': 'true',
          role: 'textbox',
        },
        handleKeyDown: (_view, event) => {
          if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
            event.preventDefault();
            setLinking(true);
            return true;
          }
          return false;
        },
        handleClick: (_view, _pos, event) => {
          const link = (event.target as Element | null)?.closest('a[href]');
          if (!link || !(event.metaKey || event.ctrlKey)) return false;
          window.open((link as HTMLAnchorElement).href, '_blank', 'noopener,noreferrer');
          return true;
        },
      },
    });
    setEditor(made);
    if (focus) made.commands.focus('start');
    return () => {
      setEditor(null);
      made.destroy();
    };
  }, [session, focus]);

  useEffect(() => {
    editor?.setEditable(writable, false);
  }, [editor, writable]);

  return (
    <>
      {editor !== null && <RichToolbar editor={editor} writable={writable} onLink={() => setLinking(true)} />}
      <div className="text-scroll">
        <div
          className="sheet"
          // The page below the last line belongs to the text as well.
          onMouseDown={(event) => {
            if (event.target === event.currentTarget && editor !== null) {
              event.preventDefault();
              editor.commands.focus('end');
            }
          }}
        >
          <div ref={place} className="rich" />
        </div>
      </div>
      {linking && editor !== null && writable && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </>
  );
}

function RichToolbar({ editor, writable, onLink }: { editor: Editor; writable: boolean; onLink: () => void }) {
  useTransactions(editor);
  const chain = () => {
    undoManagerOf(editor.state)?.stopCapturing();
    return editor.chain().focus();
  };
  const mark = (id: string, name: string, label: string, shortcut: string | undefined, content: Tool['content'], run: () => void): Tool => ({
    id,
    label,
    ...(shortcut === undefined ? {} : { keys: keys(shortcut) }),
    content,
    pressed: editor.isActive(name),
    enabled: writable,
    run,
  });
  const heading = (level: 1 | 2 | 3): Tool => ({
    id: `h${level}`,
    label: `H${level} heading`,
    keys: keys(`Mod+Alt+${level}`),
    content: <span className="tool-text">H{level}</span>,
    pressed: editor.isActive('heading', { level }),
    enabled: writable,
    run: () => chain().toggleHeading({ level }).run(),
  });
  const groups: Tool[][] = [
    [
      { id: 'undo', label: 'Undo', keys: keys('Mod+Z'), content: <UndoIcon />, enabled: writable && editor.can().undo(), run: () => editor.chain().focus().undo().run() },
      { id: 'redo', label: 'Redo', keys: keys('Mod+Shift+Z'), content: <RedoIcon />, enabled: writable && editor.can().redo(), run: () => editor.chain().focus().redo().run() },
    ],
    [heading(1), heading(2), heading(3)],
    [
      mark('bold', 'bold', 'Bold', 'Mod+B', <BoldIcon />, () => chain().toggleBold().run()),
      mark('italic', 'italic', 'Italic', 'Mod+I', <ItalicIcon />, () => chain().toggleItalic().run()),
      mark('underline', 'underline', 'Underline', 'Mod+U', <UnderlineIcon />, () => chain().toggleUnderline().run()),
      mark('strike', 'strike', 'Strike through', 'Mod+Shift+S', <StrikeIcon />, () => chain().toggleStrike().run()),
      mark('code', 'code', 'Code', 'Mod+E', <CodeIcon />, () => chain().toggleCode().run()),
      mark('link', 'link', 'Link', 'Mod+K', <LinkIcon />, onLink),
    ],
    [
      mark('bullet-list', 'bulletList', 'Bulleted list', 'Mod+Shift+8', <BulletListIcon />, () => chain().toggleBulletList().run()),
      mark('ordered-list', 'orderedList', 'Numbered list', 'Mod+Shift+7', <OrderedListIcon />, () => chain().toggleOrderedList().run()),
      mark('quote', 'blockquote', 'Quote', 'Mod+Shift+B', <QuoteIcon />, () => chain().toggleBlockquote().run()),
      mark('code-block', 'codeBlock', 'Code block', 'Mod+Alt+C', <CodeBlockIcon />, () => chain().toggleCodeBlock().run()),
      { id: 'rule', label: 'Horizontal rule', content: <RuleIcon />, enabled: writable, run: () => chain().setHorizontalRule().run() },
    ],
  ];
  return <Toolbar label="Formatting" groups={groups} />;
}

/** Renders again after each transaction: the state of the buttons comes from the editor. */
function useTransactions(editor: Editor): void {
  const count = useRef(0);
  useSyncExternalStore(
    (listener) => {
      const tick = () => {
        count.current += 1;
        listener();
      };
      editor.on('transaction', tick);
      return () => editor.off('transaction', tick);
    },
    () => count.current,
  );
}
