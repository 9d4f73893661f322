import { defineConfig } from 'vitest/config';

const second = 1000;
const minute = 60 * second;

/** One native engine, or one VS Code, at a time: they share the machine's few cores. */
const oneAtATime = { pool: 'forks', maxWorkers: 1, fileParallelism: false } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' } },
      {
        test: {
          name: 'prometheus',
          include: ['test/prometheus/**/*.test.ts'],
          testTimeout: minute,
          // promtool may have to be fetched first.
          hookTimeout: 5 * minute,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          testTimeout: 2 * minute,
          hookTimeout: 2 * minute,
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'peers',
          include: ['test/peers/**/*.test.ts'],
          // llama-server may have to be fetched first.
          testTimeout: 5 * minute,
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'page',
          include: ['test/page/**/*.test.mjs'],
          testTimeout: minute,
          hookTimeout: 2 * minute,
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'typing',
          include: ['test/editor/typing/**/*.test.mjs'],
          // A browser on a machine that others use now and then paints or takes a key too late for a test; what is wrong fails twice.
          retry: 1,
          testTimeout: 3 * minute,
          hookTimeout: 3 * minute,
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'vsix',
          include: ['test/vsix/**/*.test.mjs'],
          testTimeout: 5 * minute,
          hookTimeout: 5 * minute,
          ...oneAtATime,
        },
      },
    ],
  },
});
