import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { readReplayArguments } from './arguments';
import { formatReport } from './reportTable';
import { loadScript } from './script';
import { runScript } from './session';
import { startEngine } from './startEngine';

/** Replays typing through the whole pipeline and prints its figures: `npm run -s replay -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readReplayArguments(args);
  const script = await loadScript(settings.source);
  const engine = createEngine(settings.engine, settings.realtime ? 'live' : 'deterministic');
  try {
    if (!settings.realtime) await startEngine(engine);
    const report = await runScript(script, settings, engine);
    process.stdout.write(`${settings.json ? JSON.stringify(report, undefined, 2) : formatReport(report)}\n`);
  } finally {
    engine.dispose();
  }
}

await runCommand(main);
