import { type KeyboardEvent, type ReactNode, useRef } from 'react';

export interface Tool {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly content: ReactNode;
  /** Undefined for a command; true or false for a toggle. */
  readonly pressed?: boolean | undefined;
  readonly enabled: boolean;
  run(): void;
}

/** One stop for the Tab key; arrows, Home and End move inside (the ARIA pattern for toolbars). */
export function Toolbar({ label, groups, end }: { label: string; groups: readonly (readonly Tool[])[]; end?: ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent) {
    const buttons = [...bar.current!.querySelectorAll<HTMLButtonElement>('button.tool')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length]!;
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  const first = groups.flat()[0];
  return (
    <div className="toolbar-strip">
      <div ref={bar} className="toolbar" role="toolbar" aria-label={label} aria-orientation="horizontal" data-testid="toolbar" onKeyDown={move}>
        {groups.map((tools, group) => (
          <div key={group} className="tool-group" role="presentation">
            {tools.map((tool) => {
              const name = tool.keys === undefined ? tool.label : `${tool.label} (${tool.keys})`;
              return (
                <button
                  key={tool.id}
                  type="button"
                  className="tool"
                  data-testid={`toolbar-${tool.id}`}
                  tabIndex={tool === first ? 0 : -1}
                  aria-label={name}
                  aria-pressed={tool.pressed}
                  aria-disabled={!tool.enabled}
                  title={name}
                  // The text keeps its selection.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => tool.enabled && tool.run()}
                >
                  {tool.content}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      {end}
    </div>
  );
}

const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod+Shift+X` with the key names of this computer. */
export function keys(shortcut: string): string {
  return MAC
    ? shortcut.replace('Mod', '⌘').replace('Shift', '⇧').replace('Alt', '⌥').replaceAll('+', '')
    : shortcut.replace('Mod', 'Ctrl');
}
