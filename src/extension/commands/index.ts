import * as vscode from 'vscode';
import { Disposables, type Disposable } from '../disposables';
import type { Services } from '../services';
import { complain } from './ask';
import { generate, generateClass } from './generate';
import { importRecordings } from './importRecordings';
import { insertClass, newSpec } from './library';
import { newFromExample } from './newFromExample';
import { realism } from './realism';
import { openDataset, openReport, showDashboard } from './results';
import { evaluate, pretrain, setup } from './training';
import { verify } from './verify';
import { newDraw, openAsText, openEditor, preview, readWithModel } from './views';

type Command = (services: Services, argument?: unknown) => Promise<unknown>;

/** Every command of package.json; a test holds the two lists equal. */
const COMMANDS: Record<string, { readonly run: Command; readonly needsTrust?: true }> = {
  'ecgspec.newSpec': { run: newSpec },
  'ecgspec.insertClass': { run: insertClass },
  'ecgspec.newFromExample': { run: newFromExample },
  'ecgspec.openAsText': { run: openAsText },
  'ecgspec.openEditor': { run: openEditor },
  'ecgspec.preview': { run: preview },
  'ecgspec.newDraw': { run: newDraw },
  'ecgspec.readWithModel': { run: readWithModel },
  'ecgspec.generate': { run: generate, needsTrust: true },
  'ecgspec.generateClass': { run: generateClass, needsTrust: true },
  'ecgspec.verify': { run: verify, needsTrust: true },
  'ecgspec.importRecordings': { run: importRecordings, needsTrust: true },
  'ecgspec.setup': { run: setup, needsTrust: true },
  'ecgspec.pretrain': { run: pretrain, needsTrust: true },
  'ecgspec.evaluate': { run: evaluate, needsTrust: true },
  'ecgspec.realism': { run: realism, needsTrust: true },
  'ecgspec.openDataset': { run: openDataset },
  'ecgspec.showDashboard': { run: showDashboard },
  'ecgspec.openReport': { run: openReport },
};

/** Registers every command; what goes wrong in one is said and logged. */
export function registerCommands(services: Services): Disposable {
  const disposables = new Disposables();
  for (const [id, command] of Object.entries(COMMANDS)) {
    disposables.add(
      vscode.commands.registerCommand(id, async (...given: unknown[]) => {
        if (command.needsTrust && !vscode.workspace.isTrusted) {
          // Keybindings and other extensions come here without asking whether the command is enabled.
          await askForTrust();
          return undefined;
        }
        try {
          return await command.run(services, ...given);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          services.log.error(`${id}: ${error instanceof Error ? (error.stack ?? message) : message}`);
          if ((await complain(message, 'Show Log')) !== undefined) services.log.show();
          return undefined;
        }
      }),
    );
  }
  return disposables;
}

async function askForTrust(): Promise<void> {
  const action = await complain(
    'Generating and training run programs, which is off until you trust this workspace.',
    'Manage Workspace Trust',
  );
  if (action !== undefined) await vscode.commands.executeCommand('workbench.trust.manage');
}
