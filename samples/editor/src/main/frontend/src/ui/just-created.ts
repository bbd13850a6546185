let id: string | null = null;

/** The document that was made a moment ago: its page starts with the title selected, ready to be named. */
export const justCreated = {
  set(value: string): void {
    id = value;
  },
  take(value: string): boolean {
    const hit = id === value;
    if (hit) id = null;
    return hit;
  },
};
