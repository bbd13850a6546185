import type * as Y from 'yjs';

const LONGEST_STEP_MS = 2_000;

/**
 * Ends an undo step after a while. Yjs ends one only at a pause: without one a single Ctrl+Z would undo a whole page.
 * Returns a function that removes the rule.
 */
export function shortUndoSteps(manager: Y.UndoManager, now: () => number = Date.now): () => void {
  let startedAt = 0;
  const onAdded = () => {
    startedAt = now();
  };
  const onUpdated = () => {
    if (now() - startedAt >= LONGEST_STEP_MS) manager.stopCapturing();
  };
  manager.on('stack-item-added', onAdded);
  manager.on('stack-item-updated', onUpdated);
  return () => {
    manager.off('stack-item-added', onAdded);
    manager.off('stack-item-updated', onUpdated);
  };
}
