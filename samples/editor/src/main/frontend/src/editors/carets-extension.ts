import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { yCursorPlugin, ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import { CaretLabels, peerStyle } from './caret-labels';

/** Everybody else's carets and selections: what TipTap's own extension wraps, with labels that get out of the way. */
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
      }),
      new Plugin({
        key: new PluginKey('caretLabels'),
        view: () => ({ destroy: () => labels.destroy() }),
      }),
    ];
  },
});

/** Links are made of what this person types, once. Without this every client would make them again, also on opening. */
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
