import picomatch from 'picomatch';
import { messageOf } from '../base/errors';

/** Files that exist to hold a secret, whatever else their name says. */
const secretFiles: readonly string[] = [
  '.env',
  '.env.*',
  '.envrc',
  '*.env',
  '*.{pem,key,p8,p12,pfx,pkcs12,crt,cer,der,csr,jks,keystore,ppk,asc,gpg,age}',
  '{id_rsa,id_dsa,id_ecdsa,id_ecdsa_sk,id_ed25519,id_ed25519_sk}{,.*}',
  '{.npmrc,.yarnrc.yml,.netrc,_netrc,.pypirc,.htpasswd,.pgpass,.my.cnf,.git-credentials,.dockercfg}',
  '*.{kdb,kdbx,agilekeychain,opvault}',
  '*.{tfvars,tfstate}{,.*}',
  '{kubeconfig,*.kubeconfig}',
  'service{,-,_}account*.json',
  '**/{.aws,.ssh,.gnupg,.kube,.azure,.password-store}/**',
  '**/.docker/config.json',
  '**/.config/gcloud/**',
];

/** Files that are secret by their name alone, so that the same name on source code means code about secrets. */
const secretNames: readonly string[] = [
  'credentials*',
  '.credentials*',
  '*{.,-,_}credentials{,.*}',
  'secret{,s}{,.*}',
  '.secret{,s}{,.*}',
  '*{.,-,_}secret{,s}.*',
];

/** Extensions that hold code: `src/credentials.ts` is completed; `credentials.json`, `secrets.md` and a bare `credentials` are not. */
const sourceFile =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|pyi|rb|php|java|kts?|scala|groovy|clj[cs]?|go|rs|c|h|cc|cpp|cxx|hh|hpp|hxx|m|mm|swift|cs|fs|vb|dart|lua|pl|pm|r|jl|ex|exs|erl|hs|ml|mli|elm|zig|nim|sol|css|s[ac]ss|less)$/i;

type Matcher = (path: string) => boolean;

/**
 * Decides which files are never read: a built-in list of files that may hold secrets, and the user's globs.
 * Matching ignores case and sees dot files. A glob without `/` means a file name in any folder.
 */
export class Exclusions {
  readonly #report: (message: string) => void;
  readonly #isSecretFile = compiledOnUse(secretFiles);
  readonly #isSecretName = compiledOnUse(secretNames);
  #globs: readonly string[] = [];
  #isExcludedByUser: Matcher = () => false;

  /** `report` is told about each bad glob, by name, once per list of globs. */
  constructor(report: (message: string) => void) {
    this.#report = report;
  }

  /** `path` has `/` between folders and may be relative to the workspace or absolute. */
  isExcluded(path: string, globs: readonly string[]): boolean {
    this.#use(globs);
    if (this.#isSecretFile(path) || this.#isExcludedByUser(path)) return true;
    return !sourceFile.test(path) && this.#isSecretName(path);
  }

  #use(globs: readonly string[]): void {
    if (globs.length === this.#globs.length && globs.every((glob, index) => glob === this.#globs[index]))
      return;
    this.#globs = [...globs];
    this.#isExcludedByUser = compileAll(globs, this.#report);
  }
}

/** The path part of a uri, decoded: `file:///c%3A/a.ts` → `/c:/a.ts`. The uri itself where it is malformed. */
export function pathOfUri(uri: string): string {
  const path = uri.replace(/^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?/i, '').replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Compiling takes milliseconds, which the first request has and the start of the editor has not. */
function compiledOnUse(globs: readonly string[]): Matcher {
  let matcher: Matcher | undefined;
  return (path) => (matcher ??= compileAll(globs, throwProblem))(path);
}

function compileAll(globs: readonly string[], report: (message: string) => void): Matcher {
  const matchers: Matcher[] = [];
  for (const glob of globs) {
    try {
      matchers.push(compile(glob));
    } catch (error) {
      report(`The excluded-files glob "${glob}" is ignored: ${messageOf(error)}`);
    }
  }
  return (path) => matchers.some((matches) => matches(path));
}

function compile(glob: string): Matcher {
  // A negated glob would exclude every other file, which nobody means by it here.
  if (glob.startsWith('!')) throw new Error('it begins with "!", but globs only add to what is excluded.');
  const anywhere = glob !== '' && !glob.includes('/') ? `**/${glob}` : glob;
  // Without `debug` an invalid expression compiles to one that matches nothing, silently.
  return picomatch(anywhere, { dot: true, nocase: true, strictBrackets: true, debug: true });
}

function throwProblem(message: string): never {
  throw new Error(message);
}
