// @ts-check

/**
 * One thing that somebody does in a window. Lines are typed without their indentation; `takes`: grey text that is the rest of the
 * line is taken. `acceptWord` types a beginning and takes the word that the suggest widget selects.
 * @typedef {{ open: string } | { line: number } | { press: string, times?: number } | { acceptWord: string }
 *   | { type: string[], takes?: boolean }} Deed
 */

/**
 * @typedef {object} Session
 * @property {string} name
 * @property {number} seed
 * @property {{ path: string, line: number, column: number }} file Where it begins, in the sample project.
 * @property {Deed[]} deeds
 */

/** @type {readonly Session[]} */
export const sessions = [
  {
    name: 'recorded-store',
    seed: 1,
    file: { path: 'todo/store.ts', line: 34, column: 100 },
    deeds: [
      { press: 'Enter', times: 2 },
      { type: ['rename(id: number, title: string): boolean {', 'const todo = this.todos.get(id);'] },
      { press: 'Enter' },
      {
        type: [
          'if (!todo || todo.title === title) return false;',
          'todo.title = title;',
          'this.notify();',
          'return true;',
        ],
      },
      { press: 'Control+z', times: 2 },
      { press: 'Control+y', times: 2 },
      { open: 'todo.ts' },
      { line: 8 },
      { press: 'Enter' },
      { type: ['readonly tags: string[];'] },
      { open: 'store.ts' },
      { line: 15 },
      { press: 'ArrowLeft', times: 3 },
      { type: [', tags: []'] },
      { line: 60 },
      { press: 'Enter', times: 2 },
      {
        type: [
          'clear(): void {',
          'if (this.todos.size === 0) return;',
          'this.todos.clear();',
          'this.notify();',
        ],
      },
      { press: 'Control+/' },
      { press: 'Control+/' },
    ],
  },
  {
    name: 'recorded-accepts',
    seed: 2,
    file: { path: 'todo/store.ts', line: 34, column: 100 },
    deeds: [
      { press: 'Enter', times: 2 },
      { type: ['finish(id: number): boolean {', 'const todo = this.todos.get(id);'], takes: true },
      { press: 'Enter' },
      {
        type: ['if (!todo) return false;', 'todo.done = true;', 'this.notify();', 'return true;'],
        takes: true,
      },
      { press: 'ArrowDown' },
      { press: 'End' },
      { press: 'Enter', times: 2 },
      {
        type: ['done(): Todo[] {', 'return [...this.todos.values()].filter((todo) => todo.done);'],
        takes: true,
      },
      { press: 'Control+z', times: 3 },
      { press: 'Control+y', times: 3 },
      { line: 18 },
      { press: 'Enter' },
      { type: ["console.log('added', todo.id, todo.title);"], takes: true },
      { press: 'Alt+ArrowDown', times: 2 },
      { press: 'Alt+ArrowUp', times: 1 },
    ],
  },
  {
    name: 'recorded-python',
    seed: 3,
    file: { path: 'python/inventory.py', line: 36, column: 100 },
    deeds: [
      { press: 'Enter', times: 2 },
      {
        type: [
          'def cheapest(self) -> Item:',
          'items = list(self.items.values())',
          'if not items:',
          'raise ValueError("empty")',
        ],
      },
      { press: 'Enter' },
      { press: 'Backspace' },
      { type: ['return min(items, key=lambda item: item.price)'] },
      { line: 24 },
      { press: 'Enter' },
      { type: ['self.log.append(name)'] },
      { line: 19 },
      { press: 'Enter' },
      { type: ['log: list[str] = field(default_factory=list)'] },
      { line: 54 },
      { press: 'Enter' },
      { type: ['print(inventory.cheapest().name)', 'for name in inventory.log:', 'print(name.upper())'] },
      { press: 'Control+z', times: 2 },
      { press: 'Control+y', times: 2 },
    ],
  },
  {
    name: 'recorded-files',
    seed: 4,
    file: { path: 'todo/app.ts', line: 23, column: 100 },
    deeds: [
      { press: 'Enter', times: 2 },
      {
        type: [
          "function printByPriority(priority: Todo['priority']): void {",
          'const todos = store.open().filter((todo) => todo.priority === priority);',
        ],
      },
      { press: 'Enter' },
      { type: ['for (const todo of todos) {', 'console.log(describe(todo));'] },
      { line: 1 },
      { press: 'ArrowLeft', times: 17 },
      { type: [', type Todo'] },
      { open: 'todo.ts' },
      { line: 26 },
      { press: 'Enter', times: 2 },
      { type: ['export function isUrgent(todo: Todo): boolean {'] },
      { press: 'Enter' },
      { acceptWord: 'return isOver' },
      { type: ["(todo) || todo.priority === 'high';"] },
      { open: 'app.ts' },
      { line: 14 },
      { press: 'Enter' },
      { type: ["store.add('Buy milk', 'high');"] },
      { press: 'Control+Shift+k' },
      { press: 'Control+z' },
    ],
  },
];
