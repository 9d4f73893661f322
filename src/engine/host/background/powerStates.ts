/** What the machine runs on; `no-battery`: it has none and never will. */
export type PowerState = 'battery' | 'mains' | 'no-battery';

/** A folder of `/sys/class/power_supply`: the contents of its files by name, without white space around them. */
export type PowerSupply = Readonly<Partial<Record<PowerSupplyFile, string>>>;

export const powerSupplyFiles = ['type', 'scope', 'present', 'online', 'status'] as const;
type PowerSupplyFile = (typeof powerSupplyFiles)[number];

/**
 * As Linux describes its supplies (Documentation/ABI/testing/sysfs-class-power). A battery with the scope `Device` is a
 * mouse's or a headset's. Where there is a mains adapter it decides, because batteries that are neither charged nor
 * used have several states; a charger on USB may be one of `type` USB, and then the batteries decide.
 */
export function powerOfSupplies(supplies: readonly PowerSupply[]): PowerState {
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  const batteries = own.filter(
    ({ type, present }) => (type === 'Battery' || type === 'UPS') && present !== '0',
  );
  if (batteries.length === 0) return 'no-battery';
  const adapters = own.filter(({ type, online }) => type === 'Mains' && online !== undefined);
  const isOnBattery =
    adapters.length > 0
      ? adapters.every(({ online }) => online === '0')
      : batteries.some(({ status }) => status === 'Discharging');
  return isOnBattery ? 'battery' : 'mains';
}

/** As `pmset -g batt` of macOS prints it: the source on the first line, then a line for each battery. */
export function powerOfPmset(output: string): PowerState | undefined {
  const source = /^Now drawing from '(.+) Power'/.exec(output)?.[1];
  if (source === undefined) return undefined;
  if (source === 'Battery' || source === 'UPS') return 'battery';
  return /^ -/m.test(output) ? 'mains' : 'no-battery';
}

/**
 * As Windows numbers its batteries' states, one a line (`BatteryStatus` of Win32_Battery): 1 is discharging, 4 and 5 are
 * low and critical; 2 is on mains, 6 to 9 are charging. 3, 10 and 11, which are full, undefined and partly charged, say
 * nothing of the source.
 */
export function powerOfBatteryStatus(output: string): PowerState | undefined {
  const states = output.split(/\s+/).filter((word) => word !== '');
  if (states.length === 0) return 'no-battery';
  if (!states.every((state) => /^\d+$/.test(state))) return undefined;
  const isCharged = states.some((state) => ['2', '6', '7', '8', '9'].includes(state));
  return !isCharged && states.some((state) => ['1', '4', '5'].includes(state)) ? 'battery' : 'mains';
}
