const marks: readonly (readonly [mark: string, languages: readonly string[]])[] = [
  ['#', ['python', 'r', 'julia', 'ruby', 'shellscript', 'powershell', 'perl', 'elixir', 'coffeescript']],
  ['--', ['sql', 'haskell', 'lua']],
  [
    '//',
    [
      ...['javascript', 'typescript', 'javascriptreact', 'typescriptreact', 'rust', 'go', 'java', 'kotlin'],
      ...['scala', 'groovy', 'swift', 'dart', 'php', 'c', 'cpp', 'csharp', 'fsharp', 'jsonc'],
    ],
  ],
];

/** What begins a comment up to the line's end in a language of notebooks; undefined where that is not known. */
export function commentMark(languageId: string): string | undefined {
  return marks.find(([, languages]) => languages.includes(languageId))?.[0];
}
