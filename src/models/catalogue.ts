/** One file of a Hugging Face repository, or of a mirror that has the same paths. */
export interface ModelSource {
  /** `owner/name`. */
  readonly repository: string;
  /** A commit, so that the file cannot change; `main` only where no commit is known, and then without `sha256`. */
  readonly revision: string;
  readonly file: string;
}

export interface Licence {
  /** As the model's card names it: an SPDX identifier where there is one. */
  readonly name: string;
  /** Where it can be read. */
  readonly url: string;
  /** What a user must know before use; absent where the licence allows any. */
  readonly restriction?: string;
}

/** What the memory that a model takes depends on, beside the size of its file; from its `config.json`. */
export interface CatalogueShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headWidth: number;
  readonly vocabulary: number;
  readonly trainedContext: number;
  /**
   * Of the file, the share that llama.cpp keeps a second copy of on x64 (see `isRepacked`): nothing of Q8_0, and all of
   * Q4_K but the embedding.
   */
  readonly repackedShare: number;
  /** Of the file, the share in blocks of five bits: what Q4_K cannot hold since its rows are too short. */
  readonly fiveBitShare: number;
}

/** A model that Hearth offers to download. */
export interface CatalogueEntry {
  /** Never changes: settings and files refer to it. */
  readonly id: string;
  readonly name: string;
  /** Billions of parameters. */
  readonly billions: number;
  readonly quantisation: string;
  /** Size of the file; exact where `sha256` is given, else to some per cent. */
  readonly bytes: number;
  readonly licence: Licence;
  /** What it was taught, in words for the user. */
  readonly languages: string;
  /** `fast` answers at typing speed on most processors, `medium` on strong ones, `slow` wants a GPU. */
  readonly speed: 'fast' | 'medium' | 'slow';
  readonly source: ModelSource;
  /**
   * SHA-256 of the file, stated alike by the source and by others. Undefined where none is known: then the sum is taken
   * from the server's own record of the file (`X-Linked-Etag`) over HTTPS when it is downloaded, and the user is told.
   */
  readonly sha256: string | undefined;
  readonly shape: CatalogueShape;
}

const apache: Licence = { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };
const qwenLanguages = '92 programming languages';

const qwen05: CatalogueShape = {
  layers: 24,
  kvHeads: 2,
  headWidth: 64,
  vocabulary: 151_936,
  trainedContext: 32_768,
  repackedShare: 0,
  fiveBitShare: 0,
};
const qwen15: CatalogueShape = {
  layers: 28,
  kvHeads: 2,
  headWidth: 128,
  vocabulary: 151_936,
  trainedContext: 32_768,
  repackedShare: 0,
  fiveBitShare: 0,
};

/**
 * Models trained to fill in the middle, dense attention only, the smallest first. Base models come before those taught
 * to chat, because they complete better. Sums are pinned where two independent projects, or the source, state them.
 */
export const catalogue: readonly CatalogueEntry[] = [
  {
    id: 'qwen2.5-coder-0.5b-instruct-q4',
    name: 'Qwen2.5-Coder 0.5B Instruct',
    billions: 0.49,
    quantisation: 'Q4_K_M',
    bytes: 491_400_064,
    licence: apache,
    languages: qwenLanguages,
    speed: 'fast',
    source: {
      repository: 'Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF',
      revision: 'ebb2015119c907b064c512bf053e945850b5875f',
      file: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
    },
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    shape: { ...qwen05, repackedShare: 0.06, fiveBitShare: 0.54 },
  },
  {
    id: 'qwen2.5-coder-0.5b-q8',
    name: 'Qwen2.5-Coder 0.5B',
    billions: 0.49,
    quantisation: 'Q8_0',
    bytes: 531_000_000,
    licence: apache,
    languages: qwenLanguages,
    speed: 'fast',
    source: {
      repository: 'ggml-org/Qwen2.5-Coder-0.5B-Q8_0-GGUF',
      revision: 'main',
      file: 'qwen2.5-coder-0.5b-q8_0.gguf',
    },
    sha256: undefined,
    shape: qwen05,
  },
  {
    id: 'qwen2.5-coder-1.5b-instruct-q4',
    name: 'Qwen2.5-Coder 1.5B Instruct',
    billions: 1.54,
    quantisation: 'Q4_K_M',
    bytes: 1_117_320_768,
    licence: apache,
    languages: qwenLanguages,
    speed: 'medium',
    source: {
      repository: 'Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF',
      revision: 'f86cb2c1fa58255f8052cc32aeede1b7482d4361',
      file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    },
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
    shape: { ...qwen15, repackedShare: 0.57 },
  },
  {
    id: 'qwen2.5-coder-1.5b-q8',
    name: 'Qwen2.5-Coder 1.5B',
    billions: 1.54,
    quantisation: 'Q8_0',
    bytes: 1_646_573_056,
    licence: apache,
    languages: qwenLanguages,
    speed: 'medium',
    source: {
      repository: 'ggml-org/Qwen2.5-Coder-1.5B-Q8_0-GGUF',
      revision: '8be1b8a895a84beea772817caaa71eba6b6e0d07',
      file: 'qwen2.5-coder-1.5b-q8_0.gguf',
    },
    sha256: '29871c94d15727a6e243f79a37113d4ae625a6215b5e800bf41a23af2da32832',
    shape: qwen15,
  },
  {
    id: 'starcoder2-3b-q4',
    name: 'StarCoder2 3B',
    billions: 3.03,
    quantisation: 'Q4_K_M',
    bytes: 1_850_000_000,
    licence: {
      name: 'BigCode OpenRAIL-M',
      url: 'https://huggingface.co/spaces/bigcode/bigcode-model-license-agreement',
      restriction: 'its licence forbids some uses; read it first',
    },
    languages: '17 programming languages',
    speed: 'medium',
    source: {
      repository: 'second-state/StarCoder2-3B-GGUF',
      revision: 'main',
      file: 'starcoder2-3b-Q4_K_M.gguf',
    },
    sha256: undefined,
    shape: {
      layers: 30,
      kvHeads: 2,
      headWidth: 128,
      vocabulary: 49_152,
      trainedContext: 16_384,
      repackedShare: 0.8,
      fiveBitShare: 0,
    },
  },
  {
    id: 'qwen2.5-coder-3b-q8',
    name: 'Qwen2.5-Coder 3B',
    billions: 3.09,
    quantisation: 'Q8_0',
    bytes: 3_285_476_160,
    licence: {
      name: 'Qwen-Research',
      url: 'https://huggingface.co/Qwen/Qwen2.5-Coder-3B/blob/main/LICENSE',
      restriction: 'not for commercial use',
    },
    languages: qwenLanguages,
    speed: 'slow',
    source: {
      repository: 'ggml-org/Qwen2.5-Coder-3B-Q8_0-GGUF',
      revision: '9c1de162ae417c9c3aacde97c729c4128de047d8',
      file: 'qwen2.5-coder-3b-q8_0.gguf',
    },
    sha256: 'a522a906e299ed34db738b9626b2cd0da9e446c14674468a22fc2eae3dbd344d',
    shape: {
      layers: 36,
      kvHeads: 2,
      headWidth: 128,
      vocabulary: 151_936,
      trainedContext: 32_768,
      repackedShare: 0,
      fiveBitShare: 0,
    },
  },
  {
    id: 'mellum-4b-q8',
    name: 'Mellum 4B',
    billions: 4.02,
    quantisation: 'Q8_0',
    bytes: 4_270_000_000,
    licence: apache,
    languages: 'the languages of JetBrains’ editors',
    speed: 'slow',
    source: {
      repository: 'JetBrains/Mellum-4b-base-gguf',
      revision: 'main',
      file: 'mellum-4b-base.Q8_0.gguf',
    },
    sha256: undefined,
    // Its card does not name the KV heads: as many as heads is the most, so the estimate errs on the safe side.
    shape: {
      layers: 30,
      kvHeads: 24,
      headWidth: 128,
      vocabulary: 49_152,
      trainedContext: 8_192,
      repackedShare: 0,
      fiveBitShare: 0,
    },
  },
  {
    id: 'seed-coder-8b-q4',
    name: 'Seed-Coder 8B',
    billions: 8.25,
    quantisation: 'Q4_K_M',
    bytes: 5_070_000_000,
    licence: { name: 'MIT', url: 'https://huggingface.co/ByteDance-Seed/Seed-Coder-8B-Base' },
    languages: '89 programming languages',
    speed: 'slow',
    source: {
      repository: 'mradermacher/Seed-Coder-8B-Base-GGUF',
      revision: 'main',
      file: 'Seed-Coder-8B-Base.Q4_K_M.gguf',
    },
    sha256: undefined,
    shape: {
      layers: 32,
      kvHeads: 8,
      headWidth: 128,
      vocabulary: 155_136,
      trainedContext: 32_768,
      repackedShare: 0.8,
      fiveBitShare: 0,
    },
  },
  {
    id: 'qwen2.5-coder-7b-q8',
    name: 'Qwen2.5-Coder 7B',
    billions: 7.62,
    quantisation: 'Q8_0',
    bytes: 8_098_525_600,
    licence: apache,
    languages: qwenLanguages,
    speed: 'slow',
    source: {
      repository: 'ggml-org/Qwen2.5-Coder-7B-Q8_0-GGUF',
      revision: 'bca77e0a8c88fc224882bcc404170c3ef17efacc',
      file: 'qwen2.5-coder-7b-q8_0.gguf',
    },
    sha256: '0ef48dc94a3c551a6736ac2601de38413dc9aa9318534b16e8baee08290a4aaf',
    shape: {
      layers: 28,
      kvHeads: 4,
      headWidth: 128,
      vocabulary: 152_064,
      trainedContext: 32_768,
      repackedShare: 0,
      fiveBitShare: 0,
    },
  },
];

/**
 * What is wrong with an entry, in words; empty for a good one. Types do not see a sum of 63 digits, a path that leaves
 * its folder, or a sum that is pinned for a file which may change.
 */
export function faultsOf(entry: CatalogueEntry): readonly string[] {
  const { id, bytes, billions, source, sha256, licence, shape } = entry;
  const checks: readonly [boolean, string][] = [
    [/^[a-z0-9.-]+$/.test(id), 'id: small letters, digits, dots and hyphens'],
    [Number.isInteger(bytes) && bytes > 1_000_000, 'bytes: a whole number above a million'],
    [billions > 0 && bytes > billions * 0.4e9 && bytes < billions * 1.5e9, 'bytes: 3 to 12 bits a parameter'],
    [/^[\w.-]+\/[\w.-]+$/.test(source.repository), 'source.repository: owner/name'],
    [/^[\w.-]+\.gguf$/.test(source.file), 'source.file: a .gguf file in the repository’s root'],
    [
      source.revision === 'main' || /^[0-9a-f]{40}$/.test(source.revision),
      'source.revision: 40 hex digits, or main',
    ],
    [sha256 === undefined || /^[0-9a-f]{64}$/.test(sha256), 'sha256: 64 hex digits'],
    [
      (sha256 === undefined) === (source.revision === 'main'),
      'sha256: pinned with a revision, and only with one',
    ],
    [licence.url.startsWith('https://') && licence.name !== '', 'licence: a name and an https address'],
    [
      Object.entries(shape).every(([name, value]) =>
        name.endsWith('Share') ? value >= 0 && value <= 1 : Number.isInteger(value) && value > 0,
      ),
      'shape: whole numbers above 0, and shares',
    ],
  ];
  return checks.flatMap(([holds, what]) => (holds ? [] : [`${id}: ${what}`]));
}

/** The address of a file below a mirror's, or Hugging Face's, base address. */
export function addressOf({ repository, revision, file }: ModelSource, base: URL): URL {
  const folder = base.href.endsWith('/') ? base.href : `${base.href}/`;
  return new URL(`${repository}/resolve/${revision}/${file}`, folder);
}
