import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { readReplayArguments } from './arguments';
import { formatReport } from './reportTable';
import { runSession } from './session';

/** Replays typing through the whole pipeline and prints its figures: `npm run -s replay -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readReplayArguments(args);
  const engine = createEngine(settings.engine, settings.realtime ? 'live' : 'deterministic');
  try {
    const report = await runSession(settings, engine);
    process.stdout.write(`${settings.json ? JSON.stringify(report, undefined, 2) : formatReport(report)}\n`);
  } finally {
    engine.dispose();
  }
}

await runCommand(main);
