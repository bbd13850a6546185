import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { Dialog } from '../ui/Dialog';
import { completeAddress } from './address';

export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const current = String(editor.getAttributes('link')['href'] ?? '');
  const [address, setAddress] = useState(current);
  const [problem, setProblem] = useState<string | null>(null);

  function close() {
    onClose();
    requestAnimationFrame(() => editor.commands.focus());
  }

  function apply() {
    const href = completeAddress(address);
    if (href === null) {
      setProblem('Enter a web address, such as https://example.org, or an e-mail address.');
      return;
    }
    const { empty } = editor.state.selection;
    const chain = editor.chain().extendMarkRange('link');
    if (empty && current === '') chain.insertContent({ type: 'text', text: address.trim(), marks: [{ type: 'link', attrs: { href } }] });
    else chain.setLink({ href }).setTextSelection(editor.state.selection.to);
    // Text typed next is not part of the link.
    chain.unsetMark('link').run();
    close();
  }

  return (
    <Dialog title={current === '' ? 'Add a link' : 'Change the link'} onClose={close} testid="link-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <label className="field">
          <span>Address</span>
          <input
            type="text"
            inputMode="url"
            autoFocus
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            data-testid="link-address"
            value={address}
            aria-invalid={problem !== null}
            onChange={(event) => {
              setAddress(event.target.value);
              setProblem(null);
            }}
          />
        </label>
        {problem !== null && (
          <p className="dialog-problem" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog-actions">
          {current !== '' && (
            <button
              type="button"
              className="button quiet-start"
              onClick={() => {
                editor.chain().extendMarkRange('link').unsetLink().run();
                close();
              }}
            >
              Remove link
            </button>
          )}
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" data-testid="link-apply">
            Apply
          </button>
        </div>
      </form>
    </Dialog>
  );
}
