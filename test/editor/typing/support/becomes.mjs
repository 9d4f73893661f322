// @ts-check
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until what is read is this text.
 * @param {string} expected
 * @param {() => Promise<string>} read
 * @param {string} what What is read, for the failure's message.
 */
export async function becomes(expected, read, what) {
  const end = Date.now() + 15_000;
  for (;;) {
    const text = await read();
    if (text === expected) return;
    if (Date.now() > end) throw new Error(`${what} is\n${text}\nexpected\n${expected}`);
    await delay(10);
  }
}
