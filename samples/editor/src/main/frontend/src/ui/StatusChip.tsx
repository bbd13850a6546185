import { useEffect, useState } from 'react';
import type { State, Status } from '../collab/status';
import { CheckIcon, LockIcon, OfflineIcon, ReplacedIcon, RetryIcon, SavingIcon, StalledIcon, StorageIcon, TooLargeIcon } from './icons';

const ICONS: Record<State, typeof CheckIcon> = {
  connecting: SavingIcon,
  saved: CheckIcon,
  saving: SavingIcon,
  stalled: StalledIcon,
  offline: OfflineIcon,
  reconnecting: RetryIcon,
  'too-large': TooLargeIcon,
  'storage-down': StorageIcon,
  denied: LockIcon,
  replaced: ReplacedIcon,
};

/** How long a state lasts before it is read out: a screen reader must not read "saving, saved" for every sentence. */
const READ_OUT_MS = 1_200;

export function StatusChip({ status, onRetry }: { status: Status; onRetry: () => void }) {
  const Icon = ICONS[status.state];
  const [head, ...tail] = status.label.split(' – ');
  const spoken = useSettled(status.state, status.label);
  return (
    <div className="status" data-testid="status" data-state={status.state} title={status.detail ?? undefined}>
      <Icon size={16} />
      <span className="status-label" aria-hidden="true">
        {head}
        {tail.length > 0 && <span className="status-tail"> – {tail.join(' – ')}</span>}
      </span>
      <span className="sr-only" role="status" aria-live="polite">
        {spoken}
      </span>
      {status.actions.includes('retry') && (status.state === 'reconnecting' || status.state === 'offline' || status.state === 'storage-down') && (
        <button type="button" className="status-retry" data-testid="retry-now" onClick={onRetry}>
          Retry now
        </button>
      )}
    </div>
  );
}

/** The label of a state that has lasted. A countdown is one state, and is read out once. */
function useSettled(state: State, label: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(label), READ_OUT_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the label at the beginning of the state is the one to read out
  }, [state]);
  return settled;
}
