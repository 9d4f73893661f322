import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HearthError } from '../../src/base/errors';
import type { Workload } from './access';
import { parseWorkloads } from './accessFile';
import type { AccessSource } from './arguments';
import { studyOf, type WorkloadReport } from './study';
import { inARow, withReturns } from './workloads';

/** As shipped; see `CompletionCacheOptions`. */
export const shippedCache = { entries: 1000, bytes: 8_000_000 };

/** The policies on the accesses that are recorded in the repository. Throws a HearthError where there are none. */
export async function committedStudy(repository: string): Promise<WorkloadReport[]> {
  const [days, beginnings] = [
    await readAccesses(repository, 'days'),
    await readAccesses(repository, 'beginnings'),
  ];
  const workloads = [
    inARow('24 files in a row', days),
    withReturns('24 files with returns', days),
    withReturns('12 files with returns, bundled model', beginnings),
  ];
  return workloads.map((workload) => studyOf(workload, shippedCache.bytes));
}

/** Where the accesses of a source are recorded. */
export function accessFile(repository: string, source: AccessSource): string {
  return join(repository, 'bench/results/policies', `${source}.txt`);
}

async function readAccesses(repository: string, source: AccessSource): Promise<Workload[]> {
  const file = accessFile(repository, source);
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new HearthError(
      'input-invalid',
      `There are no accesses in ${file}. Record them with npm run -s bench:policies -- --record ${source}.`,
      { cause: error },
    );
  });
  return parseWorkloads(content, file);
}
