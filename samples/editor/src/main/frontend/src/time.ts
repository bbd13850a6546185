const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
];

/** "5 minutes ago"; a date when it is longer ago than a month. */
export function ago(iso: string, now = Date.now()): string {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return '';
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds > 30 * 86_400) return new Date(then).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });
  const [unit, length] = [...STEPS].reverse().find(([, size]) => seconds >= size) ?? STEPS[0]!;
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.max(1, Math.round(seconds / length)), unit);
}
