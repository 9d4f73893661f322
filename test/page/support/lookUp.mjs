// @ts-check

/**
 * @param {unknown} value
 * @param {string} path Names and numbers with points between them, such as `recent.0.ms`.
 * @returns {unknown} What stands there; undefined where nothing does.
 */
export function lookUp(value, path) {
  return path
    .split('.')
    .reduce((inner, name) => /** @type {any} */ (inner)?.[name], /** @type {unknown} */ (value));
}

/**
 * @param {unknown} value
 * @param {string} [path]
 * @returns {string[]} Paths of all that is neither a list nor an object in it.
 */
export function leavesOf(value, path = '') {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}
