import * as vscode from 'vscode';
import { subjectAt } from '../../language';
import { drawSubject, type ThemeName } from '../../render';
import { Disposables, type Disposable } from '../disposables';
import { recordsOf } from '../records/recordsOf';
import type { RecordShelf } from '../records/shelf';
import type { SchemaHelp } from './schemaHelp';
import { meaningOf, namesOf, SELECTOR, toRange } from './texts';

/** Explanations under the pointer: what a key means, and how a beat, a wave or a class looks. */
export function registerHovers(schema: SchemaHelp, shelf: RecordShelf): Disposable {
  const disposables = new Disposables();
  disposables.add(
    vscode.languages.registerHoverProvider(SELECTOR, {
      provideHover: (document, position) => schema.hover(document, position),
    }),
  );
  disposables.add(
    vscode.languages.registerHoverProvider(SELECTOR, {
      async provideHover(document, position) {
        const found = subjectAt(namesOf(document), document.offsetAt(position));
        const meaning = meaningOf(document);
        const { spec } = meaning;
        if (found === undefined || spec === undefined) return undefined;
        const { records } = await recordsOf(document, meaning, shelf);
        const picture = drawSubject(spec, found.subject, theme(), records);
        if (picture === undefined) return undefined;
        const markdown = new vscode.MarkdownString();
        const image = Buffer.from(picture.svg).toString('base64');
        markdown.appendMarkdown(`![${picture.words}](data:image/svg+xml;base64,${image})\n\n`);
        markdown.appendText(picture.words);
        return new vscode.Hover(markdown, toRange(document, found.range));
      },
    }),
  );
  return disposables;
}

function theme(): ThemeName {
  const { Dark, HighContrast } = vscode.ColorThemeKind;
  const { kind } = vscode.window.activeColorTheme;
  return kind === Dark || kind === HighContrast ? 'dark' : 'light';
}
