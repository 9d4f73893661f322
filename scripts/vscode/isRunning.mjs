// @ts-check

/**
 * @param {number} pid
 * @returns {boolean} Whether a process of this user has that id.
 */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
