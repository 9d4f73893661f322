import { commands } from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import { type CommandId, commandIds } from './commandIds';

/** What each command does with its argument, which comes from outside and may be anything. */
export type CommandActions = Readonly<Record<CommandId, (argument: unknown) => void | Promise<void>>>;

/** Registers every command. A failure is logged and goes on to VS Code, which shows it to who ran the command. */
export function registerCommands(actions: CommandActions, logger: Logger): Disposable {
  const store = new DisposableStore();
  for (const id of Object.values(commandIds)) {
    store.add(commands.registerCommand(id, (argument: unknown) => run(id, argument, actions, logger)));
  }
  return store;
}

async function run(id: CommandId, argument: unknown, actions: CommandActions, logger: Logger): Promise<void> {
  try {
    await actions[id](argument);
  } catch (error) {
    logger.error(`The command ${id} failed.`, error);
    throw error;
  }
}
