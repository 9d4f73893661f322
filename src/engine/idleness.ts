/** When the engine works ahead of the user, in ms. */
export const idleness = {
  /** How long the cursor must rest before its place counts as visited: walking through a file visits nothing. */
  restMs: 250,
  /** How long nothing must have been asked before the engine prepares what the last answers will need next. */
  idleMs: 500,
} as const;
