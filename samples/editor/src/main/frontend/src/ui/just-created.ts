let id: string | null = null;

/** The document that was created a moment ago: its page starts with the title selected, ready to be named. */
export const justCreated = {
  set(value: string): void {
    id = value;
  },
  consume(value: string): boolean {
    const hit = id === value;
    if (hit) id = null;
    return hit;
  },
};
