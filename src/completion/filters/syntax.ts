/** What one has to know of a language to tell its brackets from those in strings and comments. */
export interface CodeSyntax {
  /** What begins a comment that ends with its line. */
  readonly lineComments: readonly string[];
  /** Whether there are comments from slash and star to star and slash. */
  readonly hasBlockComments: boolean;
  /** What begins and ends a string within a line. */
  readonly quotes: string;
  /** What begins and ends a string over several lines. */
  readonly longQuotes: readonly string[];
  /** Whether `'` stands around one character, and may stand alone, as in the lifetimes of Rust. */
  readonly hasCharacters: boolean;
  /** Whether `/` may begin a regular expression. */
  readonly hasRegExps: boolean;
}

const cLike: CodeSyntax = {
  lineComments: ['//'],
  hasBlockComments: true,
  quotes: '"',
  longQuotes: [],
  hasCharacters: true,
  hasRegExps: false,
};
const script: CodeSyntax = {
  ...cLike,
  quotes: `'"`,
  longQuotes: ['`'],
  hasCharacters: false,
  hasRegExps: true,
};
const withLongStrings: CodeSyntax = { ...cLike, longQuotes: ['"""'] };
const quoted: CodeSyntax = { ...cLike, quotes: `'"`, hasCharacters: false };
const hashed: CodeSyntax = { ...quoted, lineComments: ['#'], hasBlockComments: false };

const byLanguage: Readonly<Record<string, CodeSyntax>> = {
  c: cLike,
  cpp: cLike,
  csharp: withLongStrings,
  css: { ...quoted, lineComments: [] },
  'cuda-cpp': cLike,
  dart: { ...quoted, longQuotes: ['"""', "'''"] },
  go: { ...cLike, longQuotes: ['`'] },
  java: withLongStrings,
  javascript: script,
  javascriptreact: script,
  json: quoted,
  jsonc: quoted,
  kotlin: withLongStrings,
  less: quoted,
  lua: { ...hashed, lineComments: ['--'] },
  'objective-c': cLike,
  php: { ...quoted, lineComments: ['//', '#'] },
  python: { ...hashed, longQuotes: ['"""', "'''"] },
  r: hashed,
  ruby: hashed,
  rust: cLike,
  scala: withLongStrings,
  scss: quoted,
  sql: { ...quoted, lineComments: ['--'] },
  swift: withLongStrings,
  toml: { ...hashed, longQuotes: ['"""', "'''"] },
  typescript: script,
  typescriptreact: script,
  yaml: hashed,
  zig: cLike,
};

/** Undefined for prose, for mark-up, and for languages in which a bracket may stand alone, as shell scripts. */
export function syntaxOf(languageId: string): CodeSyntax | undefined {
  return Object.hasOwn(byLanguage, languageId) ? byLanguage[languageId] : undefined;
}
