/** The version of node-llama-cpp that Hearth is made with: its binaries work with this one alone. */
export const gpuPackagesVersion = '3.22.1';

/** One package of node-llama-cpp's with a binary for a GPU. */
export interface GpuPackage {
  /** Without its scope, `@node-llama-cpp/`. */
  readonly name: string;
  /** Size of the archive; exact where `integrity` is given, else to some per cent. */
  readonly bytes: number;
  /** Size of its files, rounded up. */
  readonly unpackedBytes: number;
  /**
   * SHA-512 of the archive in base64, as npm has it in `dist.integrity`. Undefined where none is known: then it is taken from
   * the registry over HTTPS when the archive is downloaded, as `npm install` does, and the user is told.
   */
  readonly integrity: string | undefined;
}

/** What a user can add: a back end with everything that it needs from npm. */
export interface GpuSupport {
  readonly name: 'cuda' | 'vulkan';
  readonly title: string;
  /** What must be on the machine beside it, in words. */
  readonly needs: string;
  readonly packages: readonly GpuPackage[];
}

/** Of all packages below, as they state it themselves. */
export const gpuPackagesLicence = 'MIT';

const cuda = {
  name: 'cuda',
  title: 'CUDA',
  needs: "NVIDIA's driver and the CUDA runtime 12 or 13 (cudart, cublas)",
} as const;

/**
 * What can be added, by system. The sums of Linux are those of `npm view @node-llama-cpp/NAME@3.22.1 dist.integrity`, and of the
 * archives themselves, on 2026-11-26. Windows comes with
 * Vulkan; its sums for this version were not to be had that day, and its sizes are those of 3.21.1.
 */
const bySystem: Readonly<Record<string, readonly GpuSupport[]>> = {
  'linux-x64': [
    {
      name: 'vulkan',
      title: 'Vulkan',
      needs: "a driver with Vulkan, such as Mesa's or NVIDIA's, and the loader libvulkan.so.1",
      packages: [
        {
          name: 'linux-x64-vulkan',
          bytes: 24_311_427,
          unpackedBytes: 74_000_000,
          integrity:
            'bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg==',
        },
      ],
    },
    {
      ...cuda,
      packages: [
        {
          name: 'linux-x64-cuda',
          bytes: 142_898_030,
          unpackedBytes: 190_000_000,
          integrity:
            '8rQCjyNNLZJUFit+YpjwlC4hwkKgOMIkB2wuycKBf8NU2O3ySKbiWZQ8aw9ku2nUTXjSnUIrE6KB88itduTBuA==',
        },
        {
          name: 'linux-x64-cuda-ext',
          bytes: 176_664_119,
          unpackedBytes: 375_000_000,
          integrity:
            '4e5ajkiM2aR2WAdB/N/ACk4weEhHvOAIrzxZPsIX0xDFW5+6hhShuy1/vs88SK9NGdgAco9IyE28eYS0H1efpA==',
        },
      ],
    },
  ],
  'win32-x64': [
    {
      ...cuda,
      packages: [
        { name: 'win-x64-cuda', bytes: 139_000_000, unpackedBytes: 180_000_000, integrity: undefined },
        { name: 'win-x64-cuda-ext', bytes: 176_000_000, unpackedBytes: 375_000_000, integrity: undefined },
      ],
    },
  ],
};

/** What can be added on a system; nothing where its build has all there is. */
export function gpuSupportFor(platform: NodeJS.Platform, arch: string): readonly GpuSupport[] {
  return bySystem[`${platform}-${arch}`] ?? [];
}
