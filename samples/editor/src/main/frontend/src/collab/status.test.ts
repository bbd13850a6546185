import { describe as group, expect, it } from 'vitest';
import { describe, type Facts, PATIENCE_MS, SETTLE_MS } from './status';

const NOW = 1_000_000;

const calm: Facts = {
  now: NOW,
  online: true,
  link: 'open',
  retryAt: null,
  cause: 'network',
  ending: null,
  synced: true,
  everSynced: true,
  allClear: true,
  clearSince: NOW - SETTLE_MS,
  cleared: true,
  unsaved: 0,
  refused: false,
  readOnly: false,
  waitingSince: null,
  stalled: false,
  kept: true,
};

const dirty: Partial<Facts> = { allClear: false, clearSince: null, unsaved: 3, waitingSince: NOW - 10 };

function look(change: Partial<Facts>) {
  return describe({ ...calm, ...change });
}

group('the status', () => {
  it('is saved when everything is acknowledged', () => {
    expect(look({})).toMatchObject({ state: 'saved', label: 'All changes saved' });
  });

  it('is never saved while anything is not acknowledged', () => {
    const links = ['connecting', 'open', 'waiting', 'stopped'] as const;
    const flags = [true, false];
    for (const link of links) {
      for (const online of flags) for (const synced of flags) for (const stalled of flags) for (const cleared of flags) {
        for (const cause of ['network', 'storage'] as const) for (const waitingSince of [null, NOW, NOW - 60_000]) {
          expect(look({ ...dirty, link, online, synced, stalled, cleared, cause, waitingSince }).state).not.toBe('saved');
        }
      }
    }
  });

  it('is not saved without a connection, even with nothing to save', () => {
    for (const link of ['connecting', 'waiting', 'stopped'] as const) expect(look({ link, synced: false }).state).not.toBe('saved');
  });

  it('does not flicker between two keys', () => {
    expect(look({ clearSince: NOW - 10 }).state).toBe('saving');
  });

  it('counts down to the next try, and offers to try now', () => {
    const status = look({ link: 'waiting', retryAt: NOW + 7_200, synced: false });
    expect(status).toMatchObject({ state: 'reconnecting', label: 'Reconnecting in 8 s', retryIn: 8 });
    expect(status.actions).toContain('retry');
  });

  it('says how much is kept here while offline', () => {
    const offline = { ...dirty, online: false, link: 'waiting', synced: false } as const;
    expect(look(offline)).toMatchObject({ state: 'offline', label: 'Offline – 3 changes kept in this browser' });
    expect(look({ ...offline, unsaved: 1 }).label).toBe('Offline – 1 change kept in this browser');
    expect(look({ ...offline, kept: false }).label).toBe('Offline – 3 changes kept in this tab');
    expect(look({ ...offline, unsaved: 0 }).label).toBe('Offline');
  });

  it('believes an open connection more than the browser’s word that there is no network', () => {
    expect(look({ online: false }).state).toBe('saved');
  });

  it('says that saving has stalled when the server says so, or when no answer comes', () => {
    expect(look({ ...dirty, stalled: true })).toMatchObject({ state: 'stalled', label: 'Saving has stalled – your text is kept in this browser' });
    expect(look({ ...dirty, waitingSince: NOW - PATIENCE_MS }).state).toBe('stalled');
    expect(look(dirty).state).toBe('saving');
    expect(look({ stalled: true }).state).toBe('saved');
  });

  it('distinguishes storage that is down from a network that is', () => {
    expect(look({ link: 'waiting', synced: false, cause: 'storage', retryAt: NOW + 3_000 })).toMatchObject({
      state: 'storage-down',
      label: 'Storage unavailable – retry in 3 s',
    });
  });

  it('explains each end and what to do', () => {
    const end = (kind: 'denied' | 'replaced' | 'too-large' | 'broken', reason = '') => look({ link: 'stopped', synced: false, ending: { kind, reason } });
    expect(end('too-large')).toMatchObject({ state: 'too-large', actions: ['retry', 'copy', 'discard'] });
    expect(end('replaced')).toMatchObject({ state: 'replaced', actions: ['copy', 'reload'] });
    expect(end('denied', '4403: not in the team')).toMatchObject({ state: 'denied', label: 'No access' });
    expect(end('denied', '4403: not in the team').detail).toContain('(not in the team)');
    expect(end('broken').state).toBe('denied');
  });

  it('shows a reader that an edit was refused', () => {
    expect(look({ ...dirty, refused: true, readOnly: true })).toMatchObject({ state: 'denied', label: 'View only – not saved' });
    expect(look({ ...dirty, refused: true })).toMatchObject({ state: 'denied', label: 'Not accepted – not saved' });
    expect(look({ readOnly: true })).toMatchObject({ state: 'saved', label: 'View only – up to date' });
  });
});
