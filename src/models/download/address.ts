/** Where the catalogue's repositories are, unless a setting names a mirror. */
export const huggingFace = 'https://huggingface.co';

/** Whether an address names this very machine, so that nothing can listen in between. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether models may be got from here: over HTTPS, or over HTTP from this machine. */
export function isTrusted(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/**
 * The base address that a user wrote, or undefined where it is none: HTTPS, or HTTP from this machine, without a name
 * and password, a query or a fragment.
 */
export function parseSource(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isTrusted(url) && isPlain ? url : undefined;
}

/**
 * Where a redirect leads, or undefined where it must not be followed: to another host over HTTPS only; over HTTP only
 * from this machine to itself.
 */
export function redirectTarget(from: URL, location: string): URL | undefined {
  if (!URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  if (to.protocol === 'https:') return to;
  return isTrusted(to) && from.protocol === 'http:' && isLoopback(from) ? to : undefined;
}
