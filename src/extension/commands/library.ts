import * as vscode from 'vscode';
import type { Services } from '../services';
import { activeSpec } from '../specFiles';

/** Offers the rhythm library with pictures, to begin a spec with some of its classes. */
export async function newSpec({ newSpec: page }: Services): Promise<void> {
  page.show();
}

/** Offers the rhythm library for a spec that is open. */
export async function insertClass({ newSpec: page }: Services, argument?: unknown): Promise<void> {
  const target = argument instanceof vscode.Uri ? argument : activeSpec();
  if (target === undefined) throw new Error('Open the spec that the class is for first.');
  page.show(target);
}
