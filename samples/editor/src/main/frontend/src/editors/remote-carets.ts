import { Annotation, type Extension, type Range } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate, WidgetType } from '@codemirror/view';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { CaretLabels, peerStyle } from './caret-labels';

interface CursorField {
  readonly anchor?: unknown;
  readonly head?: unknown;
}

const peersMoved = Annotation.define<boolean>();

class CaretWidget extends WidgetType {
  constructor(
    readonly labels: CaretLabels,
    readonly client: number,
    readonly look: string,
  ) {
    super();
  }

  override eq(other: CaretWidget): boolean {
    return other.client === this.client && other.look === this.look;
  }

  toDOM(): HTMLElement {
    return this.labels.element(this.client, 'cm-ySelectionCaret', 'cm-ySelectionInfo');
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/**
 * The selections of the other users, and this user's for them, in the `cursor` field that y-codemirror.next uses. Its own plugin keeps
 * an old name on a caret after a rename, and styles it in a way that a strict Content-Security-Policy forbids.
 */
export function remoteCarets(text: Y.Text, awareness: Awareness): Extension {
  return ViewPlugin.define((view) => new RemoteCarets(view, text, awareness), { decorations: (plugin) => plugin.decorations });
}

class RemoteCarets {
  decorations: DecorationSet = Decoration.none;

  readonly #text: Y.Text;
  readonly #awareness: Awareness;
  readonly #labels: CaretLabels;
  readonly #onChange: (change: { added: number[]; updated: number[]; removed: number[] }) => void;

  constructor(view: EditorView, text: Y.Text, awareness: Awareness) {
    this.#text = text;
    this.#awareness = awareness;
    this.#labels = new CaretLabels(view.dom, awareness);
    this.#onChange = ({ added, updated, removed }) => {
      if ([...added, ...updated, ...removed].some((client) => client !== awareness.clientID)) {
        view.dispatch({ annotations: peersMoved.of(true) });
      }
    };
    awareness.on('change', this.#onChange);
    this.decorations = this.#draw(view);
  }

  destroy(): void {
    this.#awareness.off('change', this.#onChange);
    this.#labels.destroy();
  }

  update(update: ViewUpdate): void {
    this.#publish(update);
    if (update.docChanged || update.transactions.some((transaction) => transaction.annotation(peersMoved) !== undefined)) {
      this.decorations = this.#draw(update.view);
    }
  }

  #publish({ view, state }: ViewUpdate): void {
    const local = this.#awareness.getLocalState();
    if (local === null || !view.hasFocus) return;
    const { anchor, head } = state.selection.main;
    const next = {
      anchor: Y.createRelativePositionFromTypeIndex(this.#text, anchor),
      head: Y.createRelativePositionFromTypeIndex(this.#text, head),
    };
    const old = local['cursor'] as CursorField | null | undefined;
    const same =
      old != null &&
      Y.compareRelativePositions(Y.createRelativePositionFromJSON(old.anchor), next.anchor) &&
      Y.compareRelativePositions(Y.createRelativePositionFromJSON(old.head), next.head);
    if (!same) this.#awareness.setLocalStateField('cursor', next);
  }

  #draw(view: EditorView): DecorationSet {
    const ranges: Range<Decoration>[] = [];
    this.#awareness.getStates().forEach((state, client) => {
      if (client === this.#awareness.clientID) return;
      const cursor = state['cursor'] as CursorField | null | undefined;
      const anchor = this.#index(cursor?.anchor);
      const head = this.#index(cursor?.head);
      if (anchor === null || head === null || Math.max(anchor, head) > view.state.doc.length) return;
      const { name, color } = peerStyle(this.#awareness, client);
      if (anchor !== head) {
        const mark = Decoration.mark({ class: 'cm-ySelection', attributes: { style: `background-color: ${color}38` } });
        ranges.push(mark.range(Math.min(anchor, head), Math.max(anchor, head)));
      }
      const widget = new CaretWidget(this.#labels, client, `${color} ${name}`);
      ranges.push(Decoration.widget({ widget, side: head > anchor ? -1 : 1 }).range(head));
    });
    return Decoration.set(ranges, true);
  }

  /** The position in the text; null if there is none, or if the other client sent something that is not a position. */
  #index(json: unknown): number | null {
    if (typeof json !== 'object' || json === null) return null;
    try {
      const position = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), this.#text.doc!);
      return position !== null && position.type === this.#text ? position.index : null;
    } catch {
      return null;
    }
  }
}
