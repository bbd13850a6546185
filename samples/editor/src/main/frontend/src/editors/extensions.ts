import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { yCursorPlugin, ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import type { UndoManager } from 'yjs';
import { CaretLabels, peerStyle } from './caret-labels';
import { shortUndoSteps } from './undo-steps';

/** Carets and selections of the other users: the plugin that TipTap's own extension wraps, with labels that fade. */
export const Carets = Extension.create<{ awareness: Awareness; root: HTMLElement }>({
  name: 'carets',

  addProseMirrorPlugins() {
    const { awareness, root } = this.options;
    const labels = new CaretLabels(root, awareness);
    return [
      yCursorPlugin(awareness, {
        cursorBuilder: (_user: unknown, client: number) =>
          labels.element(client, 'collaboration-carets__caret', 'collaboration-carets__label'),
        selectionBuilder: (_user: unknown, client: number) => ({
          class: 'collaboration-carets__selection',
          style: `--peer: ${peerStyle(awareness, client).color}`,
        }),
      }) as Plugin,
      new Plugin({
        key: new PluginKey('caretLabels'),
        view: () => ({ destroy: () => labels.destroy() }),
      }),
    ];
  },
});

/** Creates links only from text that this user types. Otherwise every client would create them again, also on opening. */
export const OwnLinksOnly = Extension.create({
  name: 'ownLinksOnly',

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('ownLinksOnly'),
        filterTransaction: (transaction) => {
          if (transaction.getMeta(ySyncPluginKey)) transaction.setMeta('preventAutolink', true);
          return true;
        },
      }),
    ];
  },
});

/** Undo works in short steps, and one step never holds both typed words and the effect of a button on them. */
export const UndoSteps = Extension.create({
  name: 'undoSteps',

  addKeyboardShortcuts() {
    const stop = () => {
      undoManagerOf(this.editor.state)?.stopCapturing();
      return false;
    };
    return { Enter: stop, 'Mod-b': stop, 'Mod-i': stop, 'Mod-u': stop, 'Mod-e': stop };
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('undoSteps'),
        view: (view) => {
          const manager = undoManagerOf(view.state);
          return { destroy: manager === undefined ? () => {} : shortUndoSteps(manager) };
        },
      }),
    ];
  },

  priority: 1_001,
});

export function undoManagerOf(state: EditorState): UndoManager | undefined {
  return (yUndoPluginKey.getState(state) as { undoManager?: UndoManager } | undefined)?.undoManager;
}
