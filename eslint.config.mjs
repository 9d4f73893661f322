import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Who may enter which room (see docs/architecture.md). `import/...` plugins are not needed: rooms are folders
 * directly under src/, so a pattern on the relative path says it all. Dynamic imports are caught by syntax.
 */
const rooms = {
  base: [],
  prompt: ['base'],
  models: ['base'],
  engine: ['prompt', 'base'],
  completion: ['prompt', 'engine', 'base'],
  editor: ['completion', 'prompt', 'engine', 'models', 'base'],
};

const roomNames = Object.keys(rooms);

/** Rules of one room: forbids the other rooms, and the packages that belong to one room only. */
function fence(room, { files, allowed, packages }) {
  const forbiddenRooms = roomNames.filter((name) => name !== room && !allowed.includes(name));
  const patterns = forbiddenRooms.map((name) => ({
    regex: `^(\\.\\./)+${name}/`,
    message: `src/${room} may not import src/${name}; see docs/architecture.md.`,
  }));
  if (room !== 'host') {
    patterns.push({
      regex: '(^|/)host/',
      message: 'Nobody imports engine/host: its bundle is started, or loaded, by path through the port.',
    });
  }
  const names = packages.map((name) => ({ name, message: `src/${room} may not import ${name}.` }));
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { paths: names, patterns }],
      'no-restricted-syntax': [
        'error',
        ...packages.map((name) => ({
          selector: `ImportExpression[source.value='${name}'], CallExpression[callee.name='require'][arguments.0.value='${name}']`,
          message: `src/${room} may not load ${name}.`,
        })),
      ],
    },
  };
}

const fences = [
  ...Object.entries(rooms).map(([room, allowed]) =>
    fence(room, {
      files: [`src/${room}/**/*.ts`],
      allowed,
      packages: room === 'editor' ? ['node-llama-cpp'] : ['vscode', 'node-llama-cpp'],
    }),
  ),
  fence('host', {
    files: ['src/engine/host/**/*.ts'],
    allowed: ['engine', 'models', 'prompt', 'base'],
    packages: ['vscode'],
  }),
];

export default defineConfig(
  globalIgnores(['scripts/fences/', 'dist/', 'artifacts/', '.vscode-test/', 'samples/', 'models/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignoreConditionalTests: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
    },
  },
  ...fences,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        URL: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    files: ['vitest.config.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
);
