import * as path from 'node:path';
import { Disposables, type Disposable } from '../disposables';
import type { Services } from '../services';
import { registerCompletion } from './completion';
import { registerFixes } from './fixes';
import { registerHovers } from './hover';
import { registerNavigation } from './navigation';
import { registerReading } from './reading';
import { SchemaHelp } from './schemaHelp';

/** Everything that VS Code's own text editor knows of the language; problems come from `SpecDiagnostics`. */
export function registerLanguage({ context, records }: Services): Disposable {
  const schema = new SchemaHelp(context.asAbsolutePath(path.join('dist', 'schema-service.js')));
  const disposables = new Disposables();
  disposables.add(registerNavigation());
  disposables.add(registerReading());
  disposables.add(registerFixes());
  disposables.add(registerHovers(schema, records));
  disposables.add(registerCompletion(schema));
  return disposables;
}
