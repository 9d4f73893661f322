import { join } from 'node:path';
import type { Clock } from '../../base/clock';
import type { Logger } from '../../base/logger';
import { NodeDisk } from '../../models/download/disk';
import { Downloader } from '../../models/download/downloader';
import { NodeTransport } from '../../models/download/transport';
import { GpuStore } from '../../models/gpu/gpuStore';

/** What a user adds for a GPU, in the extension's storage. Nothing is looked for here. */
export function createGpuStore(storageFolder: string, clock: Clock, logger: Logger): GpuStore {
  const transport = new NodeTransport();
  const disk = new NodeDisk();
  const downloader = new Downloader({ transport, disk, clock, logger });
  return new GpuStore({ folder: join(storageFolder, 'gpu'), downloader, transport, disk, clock });
}
