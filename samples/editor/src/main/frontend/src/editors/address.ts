/** The URL for input such as `example.org` or `me@example.org`; null for anything but web and mail. */
export function completeAddress(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return null;
  if (/^[^/@:]+@[^/@:]+\.[^/@:]+$/.test(trimmed)) return `mailto:${trimmed}`;
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[^/]+:\d+(\/|$)/.test(trimmed) ? trimmed : `https://${trimmed}`;
  try {
    const url = new URL(withScheme);
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? withScheme : null;
  } catch {
    return null;
  }
}
