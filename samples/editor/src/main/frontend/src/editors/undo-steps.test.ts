import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { shortUndoSteps } from './undo-steps';

it('ends a step of writing without a pause after a while', () => {
  let now = 0;
  const text = new Y.Doc().getText();
  const manager = new Y.UndoManager(text, { captureTimeout: 1_000_000 });
  const unbind = shortUndoSteps(manager, () => now);
  for (let i = 0; i < 50; i++) {
    text.insert(text.length, 'x');
    now += 100;
  }
  expect(manager.undoStack.length).toBe(3);
  manager.undo();
  expect(text.length).toBeGreaterThan(20);
  unbind();
});
