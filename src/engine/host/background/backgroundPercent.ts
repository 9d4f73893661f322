/** What is left of the setting on battery. */
const onBattery = 0.5;

/** What is left of it while others keep the machine busy; not 0, so that every place becomes warm in the end. */
const whileBusy = 0.1;

/** Shares of the CPU that others use: up to the first there is room for background work, from the second there is none. */
const [roomy, busy] = [0.5, 0.9];

/**
 * The share of the machine's CPU that background work may use now, in percent; 0 only where the setting is 0.
 * `othersShare` is the share that other processes use, 0 … 1.
 */
export function backgroundPercent(setting: number, isOnBattery: boolean, othersShare: number): number {
  return setting * (isOnBattery ? onBattery : 1) * roomLeft(othersShare);
}

/** 1 on a machine that has room, falling in a line to {@link whileBusy} on one that has none. */
function roomLeft(othersShare: number): number {
  const fullness = Math.min(Math.max((othersShare - roomy) / (busy - roomy), 0), 1);
  return 1 - fullness * (1 - whileBusy);
}
