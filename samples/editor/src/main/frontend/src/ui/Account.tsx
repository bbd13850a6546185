import { useState } from 'react';
import { initials } from '../collab/presence';
import { COLORS, identity, NAME_LENGTH, setIdentity } from '../identity';
import { isDark, setTheme, theme } from '../theme';
import { Dialog } from './Dialog';
import { MoonIcon, SunIcon } from './icons';
import { useStore } from './useStore';

/** Light or dark. */
export function ThemeToggle() {
  const dark = isDark(useStore(theme));
  const label = dark ? 'Use light colours' : 'Use dark colours';
  return (
    <button type="button" className="icon-button" data-testid="theme-toggle" aria-label={label} title={label} onClick={() => setTheme(dark ? 'light' : 'dark')}>
      {dark ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}

/** The avatar of this user: opens the dialog that changes name and colour. */
export function You({ small = false }: { small?: boolean }) {
  const you = useStore(identity);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="avatar-button"
        data-testid="profile"
        aria-label={`${you.name} (you). Change your name and colour`}
        title={small ? undefined : `${you.name} (you) – change your name and colour`}
        onClick={() => setOpen(true)}
      >
        <span className={small ? 'avatar small' : 'avatar'} style={{ background: you.color }} data-initials={initials(you.name)} />
      </button>
      {open && <ProfileDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** The end of a header without other users. */
export function Account() {
  return (
    <div className="account">
      <ThemeToggle />
      <You />
    </div>
  );
}

function ProfileDialog({ onClose }: { onClose: () => void }) {
  const you = useStore(identity);
  const [name, setName] = useState(you.name);
  const [color, setColor] = useState(you.color);
  return (
    <Dialog title="How others see you" onClose={onClose} testid="profile-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setIdentity({ name, color });
          onClose();
        }}
      >
        <div className="profile-preview" aria-hidden="true">
          <span className="avatar large" style={{ background: color }}>
            {initials(name.trim() || you.name)}
          </span>
          <span className="profile-caret" style={{ borderColor: color }}>
            <span style={{ background: color }}>{name.trim() || you.name}</span>
          </span>
        </div>
        <label className="field">
          <span>Name</span>
          <input
            type="text"
            autoFocus
            data-testid="profile-name"
            value={name}
            maxLength={NAME_LENGTH}
            autoComplete="nickname"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <fieldset className="swatches">
          <legend>Colour</legend>
          <div>
            {COLORS.map((choice) => (
              <label key={choice.value} className="swatch" title={choice.name}>
                <input type="radio" name="color" value={choice.value} checked={color === choice.value} onChange={() => setColor(choice.value)} />
                <span style={{ background: choice.value }} />
                <span className="sr-only">{choice.name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <p className="hint">Kept in this browser only. All people in the same document see it.</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" data-testid="profile-save">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
