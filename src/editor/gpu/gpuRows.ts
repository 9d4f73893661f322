import { formatSize } from '../../models/download/formatSize';
import { gpuPackagesLicence, gpuPackagesVersion, type GpuSupport } from '../../models/gpu/gpuPackages';

/** What choosing a row does. */
export type GpuChoice =
  | { readonly kind: 'add'; readonly support: GpuSupport }
  | { readonly kind: 'remove'; readonly support: GpuSupport }
  | { readonly kind: 'file' };

/** One line of the list, without anything of VS Code's. */
export interface GpuRow {
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  readonly icon: 'cloud-download' | 'trash' | 'folder-opened';
  readonly choice: GpuChoice;
}

/** A back end that there is for this system, and whether it was added. */
export interface GpuState {
  readonly support: GpuSupport;
  readonly isAdded: boolean;
}

/** The rows of `Hearth: Add GPU Support`; `source`: where downloads come from. */
export function gpuRows(states: readonly GpuState[], source: URL): readonly GpuRow[] {
  if (states.length === 0) return [];
  const ownFile: GpuRow = {
    title: 'Install from File…',
    description: '',
    detail: `Archives of ${namesOf(states)}, version ${gpuPackagesVersion}, that you got by other means. No connection is made.`,
    icon: 'folder-opened',
    choice: { kind: 'file' },
  };
  return [...states.map((state) => rowOf(state, source)), ownFile];
}

function rowOf({ support, isAdded }: GpuState, source: URL): GpuRow {
  const { title, needs, packages } = support;
  const onDisk = packages.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (isAdded) {
    return {
      title: `Remove ${title}`,
      description: `added · ${formatSize(onDisk)} on disk`,
      detail: 'What it computes for goes on with the CPU, or with another GPU back end.',
      icon: 'trash',
      choice: { kind: 'remove', support },
    };
  }
  const download = packages.reduce((sum, { bytes }) => sum + bytes, 0);
  const isPinned = packages.every(({ integrity }) => integrity !== undefined);
  const sum = isPinned ? '' : ` · checksum from ${source.host}, not pinned`;
  return {
    title: `Add ${title}`,
    description: `${isPinned ? '' : 'about '}${formatSize(download)}, ${formatSize(onDisk)} on disk · ${gpuPackagesLicence}`,
    detail: `needs ${needs}${sum}`,
    icon: 'cloud-download',
    choice: { kind: 'add', support },
  };
}

function namesOf(states: readonly GpuState[]): string {
  const names = states.flatMap(({ support }) => support.packages.map(({ name }) => name));
  return `@node-llama-cpp/${names.join(', ')}`;
}
