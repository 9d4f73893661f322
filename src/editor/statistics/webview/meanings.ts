/** What a figure is called, and what it means: its formula as "Measures" in docs/architecture.md gives it. */
export interface Meaning {
  readonly label: string;
  readonly meaning: string;
}

/** Every figure that stands beside a name on the page. */
export const meanings = {
  hitRate: {
    label: 'Hit rate',
    meaning: 'Hits ÷ requests. A request is one question of the editor that Hearth takes up.',
  },
  missRate: { label: 'Miss rate', meaning: '1 − hit rate: what needed the model, or was called off before.' },
  hits: { label: 'Hits', meaning: 'Requests that the completion cache answered, with no work by the model.' },
  misses: { label: 'Misses', meaning: 'Every other request; those that you overtook by typing on included.' },
  joined: {
    label: 'Joined',
    meaning: 'Misses that were answered by a run of the model begun for an earlier key.',
  },
  entries: {
    label: 'Entries used',
    meaning: 'Utilisation: answers in the cache ÷ the most it may hold (hearth.cache.entries).',
  },
  bytes: {
    label: 'Memory used',
    meaning:
      'Utilisation: bytes of the answers ÷ the most they may take (hearth.cache.megabytes). An answer’s bytes are those of its text and 256.',
  },
  evictions: { label: 'Evictions', meaning: 'Answers that left the cache, by why they did.' },
  reuse: {
    label: 'Reuse',
    meaning:
      'Reused ÷ (reused + evaluated) prompt tokens. What called-off requests evaluated counts as evaluated.',
  },
  reusedTokens: { label: 'Tokens reused', meaning: 'Prompt tokens that the model had read before.' },
  evaluatedTokens: {
    label: 'Tokens evaluated',
    meaning: 'Prompt tokens that the model read while a request waited for its first token.',
  },
  coldTokens: {
    label: 'of these, cold',
    meaning: 'Evaluated for the first request in a document whose place no sequence held.',
  },
  backgroundTokens: {
    label: 'Tokens in the background',
    meaning: 'Prompt tokens read while nobody waited, since the engine started.',
  },
  tokensAKeystroke: {
    label: 'Tokens a keystroke',
    meaning: 'Mean of the tokens evaluated from one keystroke to the next, without cold requests.',
  },
  tokensARequest: {
    label: 'Tokens a model request',
    meaning: 'Mean of the tokens evaluated for a request that the model answered, without cold requests.',
  },
  snapshots: {
    label: 'Snapshots on disk',
    meaning: 'Places kept warm across restarts, ÷ the most they may take (hearth.snapshots.megabytes).',
  },
  keystrokes: {
    label: 'Keystrokes',
    meaning: 'Edits of the active document; a paste or an undo is one, too.',
  },
  requests: { label: 'Requests', meaning: 'Questions of the editor that Hearth took up.' },
  engineRequests: { label: 'Model requests', meaning: 'Requests that a run of the model was paid for.' },
  shown: { label: 'Shown', meaning: 'Suggestions that were given to the editor to be shown.' },
  accepted: { label: 'Accepted', meaning: 'Suggestions accepted in full, of those shown.' },
  partly: {
    label: 'Accepted in part',
    meaning: 'Suggestions of which some words or lines were accepted, of those shown.',
  },
  typedThrough: {
    label: 'Typed to the end',
    meaning: 'Suggestions that you typed key by key, of those shown.',
  },
  dismissed: {
    label: 'Dismissed',
    meaning: 'Suggestions that stopped to apply with nothing of them accepted, of those shown.',
  },
  acceptedCharacters: {
    label: 'Characters accepted',
    meaning: 'What acceptances inserted, in UTF-16 units.',
  },
  surviving: {
    label: 'Still there after 30 s',
    meaning: 'Accepted characters that no edit has changed in 30 s, of those accepted that long ago.',
  },
  model: { label: 'Model', meaning: 'Its name as its file gives it, and the file’s size.' },
  layout: { label: 'Prompt layout', meaning: 'In which order the model reads the text around the cursor.' },
  context: { label: 'Context', meaning: 'The tokens that one place may have, and how many places are kept.' },
  kvBytes: { label: 'KV cache', meaning: 'Memory for what the model has read, of all places together.' },
  threads: { label: 'Threads', meaning: 'Threads that compute (hearth.engine.threads).' },
  gpu: {
    label: 'Computed on',
    meaning: 'The GPU, or the CPU where none is used, and why where Hearth chose (hearth.engine.gpu).',
  },
  rssBytes: { label: 'Memory', meaning: 'Resident memory of the engine’s process, mapped files included.' },
  processId: { label: 'Process', meaning: 'Identifier of the engine’s process.' },
  restarts: { label: 'Restarts', meaning: 'How often the engine ended by itself and was started again.' },
  cpu: {
    label: 'CPU seconds a minute',
    meaning: 'CPU time that the engine’s process used in the last minute.',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type MeaningKey = keyof typeof meanings;
