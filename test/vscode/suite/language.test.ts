import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseSpec } from '../../../src/spec';
import type { Services } from '../../../src/extension/services';
import { activated, closeAll, eventually, exampleText, newFile, problems } from './support';

describe('the language in the plain text editor', () => {
  let services: Services;
  before(async () => {
    services = await activated();
  });
  afterEach(closeAll);

  /** A spec open as text. */
  async function open(text = exampleText()): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(await newFile(text));
    await vscode.window.showTextDocument(document);
    return document;
  }

  /** The place right before `needle`, which follows `after`. */
  function at(document: vscode.TextDocument, needle: string, after = ''): vscode.Position {
    const text = document.getText();
    const offset = text.indexOf(needle, text.indexOf(after));
    assert.ok(offset >= 0, needle);
    return document.positionAt(offset);
  }

  const ask = <T>(command: string, ...args: unknown[]): Thenable<T> =>
    vscode.commands.executeCommand<T>(command, ...args);

  const lineOf = (document: vscode.TextDocument, range: vscode.Range): string =>
    document.lineAt(range.start.line).text.trim();

  it('goes from a name to its definition, and finds all uses', async () => {
    const document = await open();
    const use = at(document, 'normal', 'beat: normal').translate(0, 6);
    const [definition] = await ask<vscode.Location[]>('vscode.executeDefinitionProvider', document.uri, use);
    assert.equal(lineOf(document, definition!.range), 'normal:');
    const uses = await ask<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      definition!.range.start,
    );
    assert.ok(uses.length > 3);
    for (const { range } of uses) assert.equal(document.getText(range), 'normal');
  });

  it('renames a beat type everywhere as one step, and refuses a name that is taken', async () => {
    const document = await open();
    const place = at(document, 'no-p:');
    const edit = await ask<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      place,
      'without P',
    );
    await vscode.workspace.applyEdit(edit);
    const { spec } = parseSpec(document.getText());
    assert.ok(spec?.beats.some(({ name }) => name === 'without P'));
    assert.doesNotMatch(document.getText(), /\bno-p\b/);
    await assert.rejects(
      async () =>
        ask('vscode.executeDocumentRenameProvider', document.uri, at(document, 'without P:'), 'normal'),
      /already/,
    );
  });

  it('has an outline of beats with their waves and of classes, and folds', async () => {
    const document = await open();
    const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const beats = symbols.find(({ name }) => name === 'beats');
    assert.deepEqual(
      beats?.children.find(({ name }) => name === 'normal')?.children.map(({ name }) => name),
      ['P', 'Q', 'R', 'S', 'T'],
    );
    assert.ok(
      symbols
        .find(({ name }) => name === 'classes')
        ?.children.some(({ name, detail }) => name === 'AF' && detail === 'Atrial fibrillation'),
    );
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.ok(folds.some(({ start }) => document.lineAt(start).text === 'beats:'));
  });

  it('colours by meaning', async () => {
    const document = await open();
    const legend = await ask<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length > 500);
    for (const type of ['ecgspec-beat', 'ecgspec-unit']) assert.ok(legend.tokenTypes.includes(type));
  });

  it('completes keys from the schema with what they mean, and names from the text', async () => {
    const document = await open(exampleText().replace('beat: no-p', 'beat: '));
    const complete = async (position: vscode.Position): Promise<vscode.CompletionItem[]> =>
      (await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position))
        .items;
    const label = ({ label: it }: vscode.CompletionItem): string => (typeof it === 'string' ? it : it.label);
    const empty = at(document, 'beat: \n').translate(0, 6);
    const names = (await complete(empty)).map(label);
    for (const name of ['normal', 'no-p', 'pvc', 'pre-excited']) assert.ok(names.includes(name), name);

    const keys = await complete(at(document, 'seed:'));
    const key = keys.find((item) => label(item) === 'augmentations');
    assert.ok(key?.documentation !== undefined);
  });

  it('shows under the pointer what a key means, and draws what a name stands for', async () => {
    const document = await open();
    const hover = async (position: vscode.Position): Promise<string> =>
      (await ask<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position))
        .flatMap(({ contents }) => contents)
        .map((content) => (typeof content === 'string' ? content : content.value))
        .join('\n');
    assert.match(await hover(at(document, 'recording:').translate(0, 2)), /How every strip is recorded/);
    const rate = await hover(at(document, 'rate:', 'rhythm:').translate(0, 1));
    assert.match(rate, /Heart rate/);
    for (const [needle, after, words] of [
      ['P: {', 'normal:', /0\.12 mV at -160 ms/],
      ['no-p:', 'beats:', /QRS \d+ ms/],
      ['AF:', 'classes:', /HR \d+/],
    ] as const) {
      const shown = await hover(at(document, needle, after));
      assert.match(shown, /data:image\/svg\+xml;base64,/);
      assert.match(shown.replace(/&nbsp;/g, ' ').replace(/\\/g, ''), words);
      // VS Code cuts longer texts off.
      assert.ok(shown.length < 90_000);
    }
  });

  it('has lenses that preview, generate and count', async () => {
    const document = await open();
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    const titles = (needle: string, after: string): string[] => {
      const { line } = at(document, needle, after);
      return lenses
        .filter(({ range }) => range.start.line === line)
        .map(({ command }) => command?.title ?? '');
    };
    assert.deepEqual(titles('pvc:', 'beats:'), ['$(open-preview) Preview', '2 references']);
    assert.deepEqual(titles('AF:', 'classes:'), [
      '$(open-preview) Preview',
      '$(database) Generate this class (1,000 strips)',
    ]);
    await vscode.commands.executeCommand('ecgspec.preview', {
      uri: document.uri,
      subject: { kind: 'class', class: 'AF' },
    });
    await eventually('the editor beside', () => services.editors.of(document.uri).length === 1);
    await eventually('its page', () => services.editors.session(document.uri)?.viewCount === 1);
  });

  it('formats without a change of meaning', async () => {
    const text = exampleText();
    const document = await open(text.replace(/^ +/gm, '$&$&').replace('seed: 1', 'seed:   1   '));
    const edits = await ask<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), text.replace('seed: 1', 'seed:   1'));
  });

  it('links each code to where the drawn guide explains it', async () => {
    const document = await open(exampleText().replace('width: 19 ms', 'width: -19 ms'));
    const [problem] = await eventually('the problem', () => {
      const found = problems(document.uri);
      return found.length > 0 ? found : undefined;
    });
    const { code } = problem!;
    assert.ok(typeof code === 'object');
    assert.equal(code.target.scheme, 'command');
    const [explained] = JSON.parse(code.target.query) as string[];
    assert.equal(explained, code.value);
    await vscode.commands.executeCommand(code.target.path, explained);
    const guide = await eventually('the guide', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(
          ({ input, label }) =>
            input instanceof vscode.TabInputWebview &&
            input.viewType.includes('markdown.preview') &&
            label.includes('language.md'),
        ),
    );
    await vscode.window.tabGroups.close(guide);
  });

  it('offers the mends of problems', async () => {
    const text = exampleText().replace('beat: no-p', 'beat: nop');
    const document = await open(text);
    const fixes = parseSpec(text).problems.flatMap(({ fixes: some }) => some ?? []);
    assert.ok(fixes.length > 0, 'the parser offers no mend');
    await eventually('the problem', () => problems(document.uri).length > 0);
    const place = at(document, 'nop').translate(0, 1);
    const actions = await ask<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(place, place),
    );
    assert.deepEqual(
      actions.map(({ title }) => title).slice(0, fixes.length),
      fixes.map(({ title }) => title),
    );
    assert.equal(actions[0]?.isPreferred, true);
    await vscode.workspace.applyEdit(actions[0]!.edit!);
    assert.equal(document.getText(), exampleText());
  });
});
