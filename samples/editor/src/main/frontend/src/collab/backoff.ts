export const FIRST_RETRY_MS = 500;
export const LONGEST_RETRY_MS = 30_000;

/** Milliseconds until retry number `attempt` (from 0): doubling, capped, the upper half of it random. */
export function retryDelay(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + 0.5 * random()));
}
