import { describe, expect, test } from 'vitest';
import {
  powerOfBatteryStatus,
  powerOfPmset,
  powerOfSupplies,
} from '../../../../src/engine/host/background/powerStates';

const mains = (online: string) => ({ type: 'Mains', online });
const battery = (status: string) => ({ type: 'Battery', present: '1', status });
const mouse = { type: 'Battery', scope: 'Device', status: 'Discharging' };
const chargerOnUsb = (online: string) => ({ type: 'USB', online });

describe('Linux', () => {
  test.each([
    ['nothing, as in a container', [], 'no-battery'],
    ['a desktop', [mains('1')], 'no-battery'],
    ['a desktop with a wireless mouse', [mouse], 'no-battery'],
    ['a laptop that charges', [mains('1'), battery('Charging')], 'mains'],
    ['a full one', [mains('1'), battery('Full')], 'mains'],
    ['one that holds at a threshold', [mains('1'), battery('Not charging')], 'mains'],
    ['one whose adapter is too weak', [mains('1'), battery('Discharging')], 'mains'],
    ['one without its plug', [mains('0'), battery('Discharging'), mouse], 'battery'],
    ['one whose firmware does not know', [mains('0'), battery('Unknown')], 'battery'],
    ['the second of two batteries', [mains('0'), battery('Unknown'), battery('Discharging')], 'battery'],
    ['two adapters, one of them in use', [mains('0'), mains('1'), battery('Charging')], 'mains'],
    ['an empty bay', [mains('0'), { type: 'Battery', present: '0' }], 'no-battery'],
    ['a charger on USB', [chargerOnUsb('1'), battery('Charging')], 'mains'],
    ['a port without a charger', [chargerOnUsb('0'), battery('Discharging')], 'battery'],
    ['a battery that tells nothing', [{ type: 'Battery' }], 'mains'],
  ])('%s', (_, supplies, expected) => {
    expect(powerOfSupplies(supplies)).toBe(expected);
  });
});

describe('macOS', () => {
  test.each([
    [
      "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4522083)\t84%; discharging; 5:12 remaining present: true\n",
      'battery',
    ],
    [
      "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4522083)\t97%; charging; 0:22 remaining present: true\n",
      'mains',
    ],
    [
      "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4522083)\t80%; AC attached; not charging present: true\n",
      'mains',
    ],
    [
      "Now drawing from 'UPS Power'\n -Back-UPS ES 700 (id=1234)\t100%; discharging; 0:35 remaining present: true\n",
      'battery',
    ],
    ["Now drawing from 'AC Power'\n", 'no-battery'],
    ['', undefined],
    ['pmset: command not understood\n', undefined],
  ])('%j: %s', (output, expected) => {
    expect(powerOfPmset(output)).toBe(expected);
  });
});

describe('Windows', () => {
  test.each([
    ['1\r\n', 'battery'],
    ['2\r\n', 'mains'],
    ['3\r\n', 'mains'],
    ['4\r\n', 'battery'],
    ['5\r\n', 'battery'],
    ['6\r\n', 'mains'],
    ['11\r\n', 'mains'],
    ['3\r\n1\r\n', 'battery'],
    ['2\r\n4\r\n', 'mains'],
    ['', 'no-battery'],
    ['\r\n', 'no-battery'],
    ['Get-CimInstance : Access denied\r\n', undefined],
  ])('%j: %s', (output, expected) => {
    expect(powerOfBatteryStatus(output)).toBe(expected);
  });
});
