import { availableParallelism } from 'node:os';
import type { Clock } from '../../../base/clock';
import type { EngineConfig } from '../../protocol';
import { type BackgroundAllowance, UnlimitedAllowance } from './allowance';
import { backgroundPercent } from './backgroundPercent';
import { CpuBudget, windowMs } from './cpuBudget';
import { MachineLoad, processCpuMs } from './machineLoad';
import { systemPowerReader } from './powerReader';
import { PowerSource } from './powerSource';

/**
 * What background work an engine may do. What it uses is measured as CPU time of the whole process, so inside an
 * extension host what other extensions do during a slice is charged as well.
 */
export function backgroundAllowance(
  { backgroundCpuPercent: setting, pacing }: EngineConfig,
  clock: Clock,
): BackgroundAllowance {
  if (setting === undefined || pacing === 'deterministic') return new UnlimitedAllowance();
  if (setting === 0) return new CpuBudget({ clock, cpuMs: processCpuMs, allowedMs: () => 0 });
  const power = new PowerSource(clock, systemPowerReader());
  const load = new MachineLoad(clock);
  const windowCpuMs = windowMs * availableParallelism();
  return new CpuBudget({
    clock,
    cpuMs: processCpuMs,
    allowedMs: () =>
      (backgroundPercent(setting, power.isOnBattery(), load.othersShare()) / 100) * windowCpuMs,
  });
}
