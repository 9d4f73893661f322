import { readdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const scope = '@node-llama-cpp';

/** Which imports are looked for in which place. */
interface Redirection {
  /** What is imported. */
  readonly names: readonly string[];
  /** Only by files below this address: in a process that others share, the rest is none of Hearth's business. */
  readonly importer: string;
  /** As if a file of this address imported them. */
  readonly parentURL: string;
}

interface ResolveContext {
  readonly parentURL?: string;
}

type Resolve = (
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => unknown,
) => unknown;

/** Of Node 22.15 and later; its types here are older. */
type RegisterHooks = (hooks: { readonly resolve: Resolve }) => unknown;

/**
 * Lets node-llama-cpp find the binaries that the user added in `packagesFolder`, a `node_modules` elsewhere. It imports each package
 * of binaries by its name, from its own place, and neither an option nor a variable leads it to another one: imports look into
 * no folder but those above the importer. A hook for these few imports does. What is added later, the next engine finds.
 */
export function useAddedBinaries(packagesFolder: string): void {
  const names = namesIn(join(packagesFolder, scope)).map((name) => `${scope}/${name}`);
  if (names.length === 0) return;
  redirect({
    names,
    importer: new URL('..', import.meta.resolve('node-llama-cpp')).href,
    parentURL: pathToFileURL(join(packagesFolder, 'importer.mjs')).href,
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Hooks are the process's, and stay: engines that run in one after another share them. */
const known = new Set<string>();

function redirect(redirection: Redirection): void {
  const key = JSON.stringify(redirection);
  if (known.has(key)) return;
  known.add(key);
  const { registerHooks } = nodeModule as { readonly registerHooks?: RegisterHooks };
  if (registerHooks) {
    const { names, importer, parentURL } = redirection;
    const isOurs = (specifier: string, by = ''): boolean =>
      names.includes(specifier) && by.startsWith(importer);
    registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, isOurs(specifier, context.parentURL) ? { ...context, parentURL } : context),
    });
  } else nodeModule.register(`data:text/javascript,${encodeURIComponent(hookSource(redirection))}`);
}

/** The same for earlier versions, where hooks are a module in a thread of their own. */
function hookSource(redirection: Redirection): string {
  return `const { names, importer, parentURL } = ${JSON.stringify(redirection)};
export const resolve = (specifier, context, next) =>
  next(specifier, names.includes(specifier) && (context.parentURL ?? '').startsWith(importer) ? { ...context, parentURL } : context);`;
}
