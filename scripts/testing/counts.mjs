// @ts-check
import fs from 'node:fs/promises';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 */

/**
 * A run that says it failed, or in which nothing ran, never counts as passed.
 * @param {Counts} counts What the report says.
 * @param {number} exitCode What the runner says.
 * @returns {Counts}
 */
export function soundCounts({ passed, failed }, exitCode) {
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1 };
  return { passed, failed };
}

/**
 * @param {string} file
 * @returns {Promise<any>} Undefined where the runner ended before it wrote its report.
 */
export async function readReport(file) {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
