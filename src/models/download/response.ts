import type { IncomingHttpHeaders } from 'http';
import { HearthError } from '../../base/errors';
import { redirectTarget } from './address';
import type { DownloadTask } from './downloadTask';
import type { HttpResponse, Transport } from './transport';

const mostRedirects = 5;

/** What the source says of a file before the file itself comes from somewhere else. */
export interface LinkedFile {
  /** SHA-256: the entity tag of the file in the server's large file storage. */
  readonly sha256: string | undefined;
  readonly bytes: number | undefined;
}

export interface FollowedResponse extends LinkedFile {
  readonly response: HttpResponse;
}

/** Asks for a file and follows redirects. What the first host states of the file counts, not what it redirects to. */
export async function follow(
  transport: Transport,
  { url, words }: Pick<DownloadTask, 'url' | 'words'>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<FollowedResponse> {
  let linked: LinkedFile = { sha256: undefined, bytes: undefined };
  let at = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await transport.get(at, headers, signal);
    if (at.host === url.host) linked = linkedOf(response.headers, linked);
    const { status } = response;
    if (![301, 302, 303, 307, 308].includes(status)) return { response, ...linked };
    response.discard();
    const location = response.headers.location ?? '';
    const next = redirectTarget(at, location);
    if (!next) {
      throw new HearthError(
        'download-refused',
        `${at.host} redirects to ${hostOf(location, at)}, which is not followed: files come over HTTPS, or over ` +
          `HTTP from this machine alone. Correct ${words.setting}.`,
      );
    }
    at = next;
  }
  throw new HearthError(
    'download-refused',
    `${url.host} redirects more than ${mostRedirects} times. Correct ${words.setting}, or ${words.fromFile}.`,
  );
}

/** What the headers state, and what was stated before where they do not. */
function linkedOf(headers: IncomingHttpHeaders, before: LinkedFile): LinkedFile {
  const sha256 = /^"?([0-9a-f]{64})"?$/.exec(textOf(headers['x-linked-etag']))?.[1];
  const bytes = /^\d+$/.exec(textOf(headers['x-linked-size']))?.[0];
  return { sha256: sha256 ?? before.sha256, bytes: bytes === undefined ? before.bytes : Number(bytes) };
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

function hostOf(location: string, from: URL): string {
  if (!URL.canParse(location, from.href)) return 'an address that is none';
  const { protocol, host } = new URL(location, from);
  return `${protocol}//${host}`;
}

/** Where a body begins, and how long the whole file is. */
export interface BodyRange {
  readonly start: number;
  /** Undefined where the server does not say. */
  readonly total: number | undefined;
}

/** Reads the range of a 200 or 206. Undefined where a 206 does not say what it holds. */
export function rangeOf({ status, headers }: HttpResponse): BodyRange | undefined {
  if (status === 200) return { start: 0, total: lengthOf(headers) };
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  if (start === undefined) return undefined;
  return { start: Number(start), total: total === '*' ? undefined : Number(total) };
}

function lengthOf(headers: IncomingHttpHeaders): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** The entity tag, where it may be used for `If-Range`: a weak one may not (RFC 9110, 13.1.5). */
export function strongEtag(headers: IncomingHttpHeaders): string | undefined {
  const { etag } = headers;
  return etag?.startsWith('"') ? etag : undefined;
}

/** How long a server asks to wait, in ms: `Retry-After` in seconds or as a date. Undefined where it says nothing. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number = Date.now()): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
