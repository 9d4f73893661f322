import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** One test, as test/editor/run.mjs reports it. */
interface TestResult {
  readonly title: string;
  readonly passed: boolean;
  readonly ms: number;
  readonly error?: string;
}

/**
 * Called by VS Code in the extension host. Runs the test files that HEARTH_TEST_FILES names and writes what came of
 * them to the file named by HEARTH_TEST_REPORT, since a window has no exit code of its own.
 */
export async function run(): Promise<void> {
  const report = process.env['HEARTH_TEST_REPORT'];
  const files = process.env['HEARTH_TEST_FILES'];
  if (!report || !files) {
    throw new Error(
      'HEARTH_TEST_REPORT or HEARTH_TEST_FILES is not set; start the suite with `npm test -- --only=editor`.',
    );
  }

  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 120_000,
    // Says nothing; the report file holds everything.
    reporter: Mocha.reporters.Base,
    forbidOnly: Boolean(process.env['CI']),
  });
  for (const name of files.split(',')) mocha.addFile(path.join(__dirname, `${name}.test.js`));

  const tests: TestResult[] = [];
  const note = (result: TestResult): void => {
    tests.push(result);
    writeReport(report, tests);
  };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => note({ title: test.fullTitle(), passed: true, ms: test.duration ?? 0 }))
      .on('fail', (test, error: Error) =>
        note({
          title: test.fullTitle(),
          passed: false,
          ms: test.duration ?? 0,
          error: error.stack ?? error.message,
        }),
      );
  });
  const failed = tests.filter((test) => !test.passed).length;
  if (failed > 0 || tests.length === 0) throw new Error(`${tests.length - failed} passed, ${failed} failed`);
}

/** Written after each test, so that a window that hangs leaves what it had come to. */
function writeReport(file: string, tests: readonly TestResult[]): void {
  const passed = tests.filter((test) => test.passed).length;
  writeFileSync(file, JSON.stringify({ passed, failed: tests.length - passed, tests }, null, 2));
}
