import { HearthError, messageOf } from '../../base/errors';
import { algorithmOf, type Checksum, type DownloadTask } from './downloadTask';
import { formatSize } from './formatSize';

/** An attempt failed in a way that may pass: it is tried again after a while. */
export class PassingFailure extends Error {
  /** `waitMs`: how long the server asks to wait. */
  constructor(
    message: string,
    readonly waitMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What messages say of a download. */
type Wanted = Pick<DownloadTask, 'name' | 'url' | 'words'>;

/** What a status that is not about the body means for whoever asked. */
export function statusFailure(
  { name, words }: Pick<Wanted, 'name' | 'words'>,
  { status, url }: { status: number; url: URL },
  waitMs?: number,
): Error {
  const { host } = url;
  if (status === 429 || status === 408 || status >= 500) {
    return new PassingFailure(`${host} answered with status ${status}`, waitMs);
  }
  if (status === 401 || status === 403) {
    return new HearthError(
      'download-refused',
      `${host} does not give ${name} to this machine (status ${status}): ${words.refusal}, or a proxy is in the way. ` +
        words.otherWays,
    );
  }
  if (status === 404 || status === 410) {
    return new HearthError(
      'download-refused',
      `${host} does not have ${name} (status ${status}). Where ${words.setting} names a mirror, it must have the ` +
        `paths of ${words.origin}. ${words.otherWays}`,
    );
  }
  return new HearthError(
    'download-refused',
    `${host} answered with status ${status} where ${name} was expected. ${words.otherWays}`,
  );
}

/** Says when to come back where a server asks for more patience than a user has. */
export function tooLongWait(name: string, host: string, waitMs: number): HearthError {
  const minutes = Math.ceil(waitMs / 60_000);
  return new HearthError(
    'download-failed',
    `${host} allows no more requests now and asks to come back in ${minutes} minutes. What was fetched of ${name} is ` +
      'kept: choose it again then.',
  );
}

/** After the last attempt. */
export function givenUp(name: string, host: string, last: PassingFailure): HearthError {
  return new HearthError(
    'download-failed',
    `${name} could not be fetched from ${host}: ${last.message}. What was fetched is kept: choose it again to go on.`,
    { cause: last },
  );
}

export function noSum({ name, url, words }: Wanted): HearthError {
  return new HearthError(
    'download-mismatch',
    `${url.host} does not state the SHA-256 of ${name} (header X-Linked-Etag), and the catalogue knows none, so the ` +
      `file cannot be checked. Use another ${words.setting}, or ${words.fromFile}.`,
  );
}

export function wrongLength(
  { name, url, words }: Wanted,
  expected: number,
  found: number | undefined,
): HearthError {
  const has = found === undefined ? 'of unknown length' : `of ${found} bytes`;
  return new HearthError(
    'download-mismatch',
    `${url.host} has a file ${has} as ${name}; ${expected} bytes were expected. Nothing is kept of it. Use another ` +
      `${words.setting}, or ${words.fromFile}.`,
  );
}

export function wrongSum({ name, url, words }: Wanted, expected: Checksum, found: Checksum): HearthError {
  const kind = algorithmOf(expected) === 'sha512' ? 'SHA-512' : 'SHA-256';
  const digits = (sum: Checksum): string => sum.slice(sum.indexOf(':') + 1);
  return new HearthError(
    'download-mismatch',
    `The bytes of ${name} from ${url.host} have the ${kind} ${digits(found)}; ${digits(expected)} was expected. They ` +
      `were removed and are not used. Choose it again to fetch it anew, or use another ${words.setting}.`,
  );
}

const freeSpace = 'Free some space, then choose it again: what was fetched is kept.';

export function tooLittleSpace(name: string, folder: string, needed: number, free: number): HearthError {
  return new HearthError(
    'disk-full',
    `${name} needs ${formatSize(needed)} more on the disk of ${folder}, which has ${formatSize(free)} left. ${freeSpace}`,
  );
}

export function isBusy(name: string): HearthError {
  return new HearthError(
    'download-busy',
    `${name} is being downloaded already, in another window. Wait for that one, or cancel it there.`,
  );
}

/** An error of the disk in words, by its code; anything else as it is. */
export function diskFailure(error: unknown, name: string, folder: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new HearthError(
      'disk-full',
      `The disk of ${folder} is full (${code}): ${name} has no room. ${freeSpace}`,
      {
        cause: error,
      },
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new HearthError(
      'disk-denied',
      `${name} cannot be written into ${folder} (${code}). Allow your user to write there, then choose it again.`,
      { cause: error },
    );
  }
  return error instanceof Error ? error : new Error(messageOf(error));
}

/** What became of a request that had no answer, or whose answer broke off. */
export function networkFailure(error: unknown): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
    return new HearthError(
      'download-refused',
      `The server's certificate is not trusted (${code}). Behind a proxy with certificates of its own set ` +
        "VS Code's http.systemCertificates, or install from a file.",
      { cause: error },
    );
  }
  return new PassingFailure(messageOf(error).replace(/\.$/, ''), undefined, { cause: error });
}
