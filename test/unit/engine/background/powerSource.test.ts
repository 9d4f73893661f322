import { beforeEach, describe, expect, test } from 'vitest';
import type { PowerReader } from '../../../../src/engine/host/background/powerReader';
import { PowerSource } from '../../../../src/engine/host/background/powerSource';
import type { PowerState } from '../../../../src/engine/host/background/powerStates';
import { FakeClock, settlePromises } from '../../../support/fakeClock';

/** A machine whose plug a test holds. */
class PluggedMachine implements PowerReader {
  readonly intervalMs = 30_000;
  readings = 0;

  constructor(public state: PowerState | undefined) {}

  read(): Promise<PowerState | undefined> {
    this.readings++;
    return Promise.resolve(this.state);
  }
}

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

describe('the power source', () => {
  test('is read at once, and counts as mains until then', async () => {
    const source = new PowerSource(clock, new PluggedMachine('battery'));
    expect(source.isOnBattery()).toBe(false);
    await settlePromises();
    expect(source.isOnBattery()).toBe(true);
  });

  test('is read again only when asked for after the interval', async () => {
    const machine = new PluggedMachine('mains');
    const source = new PowerSource(clock, machine);
    await clock.advance(29_999);
    machine.state = 'battery';
    expect(source.isOnBattery()).toBe(false);
    await clock.advance(100_000);
    expect(machine.readings).toBe(1);
    source.isOnBattery();
    await settlePromises();
    expect(source.isOnBattery()).toBe(true);
    expect(machine.readings).toBe(2);
  });

  test('that cannot be read counts as mains, and is asked for again', async () => {
    const machine = new PluggedMachine(undefined);
    const source = new PowerSource(clock, machine);
    await clock.advance(30_000);
    expect(source.isOnBattery()).toBe(false);
    expect(machine.readings).toBe(2);
  });

  test('of a machine without a battery is never read again', async () => {
    const machine = new PluggedMachine('no-battery');
    const source = new PowerSource(clock, machine);
    for (let minute = 0; minute < 10; minute++) {
      await clock.advance(60_000);
      expect(source.isOnBattery()).toBe(false);
    }
    expect(machine.readings).toBe(1);
  });
});
