import { type Ending, saidIn } from './endings';

export type State =
  | 'connecting'
  | 'saved'
  | 'saving'
  | 'stalled'
  | 'offline'
  | 'reconnecting'
  | 'too-large'
  | 'storage-down'
  | 'denied'
  | 'replaced';

export type Action = 'retry' | 'reload' | 'close' | 'copy' | 'discard';

/** The text of the status chip. `detail` is set when the user should know more or can act. */
export interface Status {
  readonly state: State;
  readonly label: string;
  readonly detail: string | null;
  readonly actions: readonly Action[];
  /** Whole seconds until the next try; null when none is planned. */
  readonly retryIn: number | null;
}

/** The input from which the status is computed. Times are milliseconds of one clock. */
export interface Facts {
  readonly now: number;
  readonly online: boolean;
  readonly link: 'connecting' | 'open' | 'waiting' | 'stopped';
  readonly retryAt: number | null;
  readonly cause: 'network' | 'storage';
  readonly ending: Exclude<Ending, { kind: 'retry' }> | null;
  /** The server has sent what this client lacked, on this connection. */
  readonly synced: boolean;
  readonly everSynced: boolean;
  readonly allClear: boolean;
  readonly clearSince: number | null;
  /** Everything was acknowledged before, on this connection. */
  readonly cleared: boolean;
  readonly unsaved: number;
  readonly refused: boolean;
  readonly readOnly: boolean;
  readonly waitingSince: number | null;
  /** The server reported that it cannot save at the moment. */
  readonly stalled: boolean;
  /** Edits survive closing the page. */
  readonly kept: boolean;
}

/** The reason of an ending that was not reported by the connection. */
export const GONE = 'deleted';
/** During typing "saved" is shown only after it has been true this long: the chip must not flicker with each key. */
export const SETTLE_MS = 350;
/** An acknowledgement that needs longer than this is shown as a stall, also when the server reports nothing. */
export const PATIENCE_MS = 6_000;

export function describe(facts: Facts): Status {
  if (facts.ending !== null) return describeEnding(facts.ending, facts);
  if (facts.link === 'open' && facts.synced) return describeOpen(facts);
  const retryIn =
    facts.link === 'waiting' && facts.retryAt !== null
      ? Math.max(0, Math.ceil((facts.retryAt - facts.now) / 1000))
      : null;
  if (facts.cause === 'storage') {
    return {
      state: 'storage-down',
      label: retryIn === null ? 'Storage unavailable' : `Storage unavailable – retry in ${retryIn} s`,
      detail: `The server cannot reach its storage. ${where(facts)} It is sent as soon as saving works again.`,
      actions: ['retry'],
      retryIn,
    };
  }
  if (!facts.online) {
    return {
      state: 'offline',
      label: facts.unsaved === 0 ? 'Offline' : `Offline – ${changes(facts.unsaved)} kept in this ${place(facts)}`,
      detail:
        facts.unsaved === 0
          ? 'You can continue writing. Changes are sent when the connection is back.'
          : `You can continue writing. ${where(facts)} It is sent when the connection is back.`,
      actions: ['retry'],
      retryIn: null,
    };
  }
  if (facts.link === 'waiting') {
    return {
      state: 'reconnecting',
      label: retryIn === 0 || retryIn === null ? 'Reconnecting…' : `Reconnecting in ${retryIn} s`,
      detail: `The server does not answer. ${facts.unsaved === 0 ? 'You can continue writing.' : where(facts)}`,
      actions: ['retry'],
      retryIn,
    };
  }
  return facts.everSynced
    ? { state: 'reconnecting', label: 'Reconnecting…', detail: null, actions: [], retryIn: null }
    : { state: 'connecting', label: 'Connecting…', detail: null, actions: [], retryIn: null };
}

function describeOpen(facts: Facts): Status {
  if (facts.refused) {
    return {
      state: 'denied',
      label: facts.readOnly ? 'View only – not saved' : 'Not accepted – not saved',
      detail: facts.readOnly
        ? 'You may read this document but not change it. Your change was not saved.'
        : 'The server did not accept your last change. Copy your text if you need it, then go back to the saved version.',
      actions: ['copy', 'discard'],
      retryIn: null,
    };
  }
  const late = facts.waitingSince !== null && facts.now - facts.waitingSince >= PATIENCE_MS;
  if (!facts.allClear && (facts.stalled || late)) {
    return {
      state: 'stalled',
      label: `Saving has stalled – your text is kept in this ${place(facts)}`,
      detail: facts.stalled
        ? `The server is reachable but cannot save at the moment. ${where(facts)} Saving resumes by itself.`
        : `The server has not confirmed your latest changes yet. ${where(facts)}`,
      actions: [],
      retryIn: null,
    };
  }
  const settled = facts.clearSince !== null && facts.now - facts.clearSince >= SETTLE_MS;
  if (facts.allClear && settled) {
    return facts.readOnly
      ? { state: 'saved', label: 'View only – up to date', detail: null, actions: [], retryIn: null }
      : { state: 'saved', label: 'All changes saved', detail: null, actions: [], retryIn: null };
  }
  if (!facts.cleared && facts.unsaved === 0) {
    return { state: 'connecting', label: 'Connecting…', detail: null, actions: [], retryIn: null };
  }
  return { state: 'saving', label: 'Saving…', detail: null, actions: [], retryIn: null };
}

function describeEnding(ending: Exclude<Ending, { kind: 'retry' }>, facts: Facts): Status {
  const said = saidIn(ending.reason);
  const because = said === '' ? '' : ` (${said})`;
  const unsaved = facts.unsaved > 0;
  switch (ending.kind) {
    case 'too-large':
      return {
        state: 'too-large',
        label: 'Too large – not saved',
        detail:
          'Your last change is bigger than the server accepts. Undo it (Ctrl+Z, or ⌘Z), then try again. ' +
          'You can also copy the text to keep it elsewhere and go back to the saved version.',
        actions: ['retry', 'copy', 'discard'],
        retryIn: null,
      };
    case 'replaced':
      return said === GONE
        ? {
            state: 'replaced',
            label: 'Document was deleted',
            detail: 'This document was deleted, so it can no longer be saved. Copy your text first if you need it.',
            actions: ['copy', 'close'],
            retryIn: null,
          }
        : {
            state: 'replaced',
            label: 'Document was replaced',
            detail:
              'This document was deleted or replaced on the server, so this copy can no longer be saved. ' +
              (unsaved ? 'Copy your text first if you need it, then load the current version.' : 'Load the current version to continue.'),
            actions: ['copy', 'reload'],
            retryIn: null,
          };
    case 'denied':
      return {
        state: 'denied',
        label: 'No access',
        detail: `The server does not let you open this document${because}.${unsaved ? ` ${where(facts)}` : ''}`,
        actions: unsaved ? ['retry', 'copy'] : ['retry'],
        retryIn: null,
      };
    case 'broken':
      return {
        state: 'denied',
        label: 'Cannot be opened',
        detail: `The server cannot open this document${because}. Trying again may help; if not, contact the administrator of this server.`,
        actions: unsaved ? ['retry', 'copy'] : ['retry'],
        retryIn: null,
      };
  }
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count.toLocaleString('en')} changes`;
}

function place(facts: Facts): string {
  return facts.kept ? 'browser' : 'tab';
}

function where(facts: Facts): string {
  return facts.kept
    ? 'Your text is kept in this browser.'
    : 'Your text is kept only while this tab stays open.';
}

export function sameStatus(a: Status, b: Status): boolean {
  return (
    a.state === b.state &&
    a.label === b.label &&
    a.detail === b.detail &&
    a.retryIn === b.retryIn &&
    a.actions.join() === b.actions.join()
  );
}
