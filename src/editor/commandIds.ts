/** Identifiers of the commands, as `package.json` contributes them. Internal ones are in no menu. */
export const commandIds = {
  toggleStatistics: 'hearth.toggleStatistics',
  showStatistics: 'hearth.showStatistics',
  exportStatistics: 'hearth.exportStatistics',
  toggleCompletions: 'hearth.toggleCompletions',
  toggleCompletionsForLanguage: 'hearth.toggleCompletionsForLanguage',
  chooseModel: 'hearth.chooseModel',
  addGpuSupport: 'hearth.addGpuSupport',
  triggerCompletion: 'hearth.triggerCompletion',
  whyNoCompletion: 'hearth.whyNoCompletion',
  keepPlaces: 'hearth.keepPlaces',
  clearCaches: 'hearth.clearCaches',
  restartEngine: 'hearth.restartEngine',
  showLog: 'hearth.showLog',
  recordTypingTrace: 'hearth.recordTypingTrace',
  accepted: 'hearth.internal.accepted',
  openSettings: 'hearth.internal.openSettings',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];
