/**
 * What Monaco is told of the language beyond the schema: names, lenses, mends, colours by meaning, layout. The rules
 * themselves are those of the plain text editor, in src/language; they are loaded when they are first asked for.
 */
import type * as Rules from '../../../language';
import type { Completion, Lens, SpecText } from '../../../language';
import type { RecordReading } from '../../../records';
import type { Range } from '../../../spec';
import { monaco } from './monaco';
import { problemsOf } from './problems';

type Model = monaco.editor.ITextModel;
type Language = typeof Rules;

export interface LanguageActions {
  generateClass(name: string): void;
  showClass(name: string): void;
  /** The recordings in the workspace, by their paths from the spec's folder. */
  recordings(): Promise<readonly string[]>;
  /** The recordings that the text names, as far as they have arrived. */
  readings(): ReadonlyMap<string, RecordReading>;
}

const KINDS: Record<Completion['kind'], monaco.languages.CompletionItemKind> = {
  beat: monaco.languages.CompletionItemKind.Class,
  class: monaco.languages.CompletionItemKind.Event,
  wave: monaco.languages.CompletionItemKind.Field,
  anchor: monaco.languages.CompletionItemKind.Reference,
  measure: monaco.languages.CompletionItemKind.Property,
  key: monaco.languages.CompletionItemKind.Property,
  recording: monaco.languages.CompletionItemKind.File,
};
const COMMANDS = { generate: 'ecgspec.generateClass', preview: 'ecgspec.showClass' };

let loading: Promise<Language> | undefined;
const load = (): Promise<Language> => (loading ??= import('../../../language'));

/** The names in a model's present text, read once for all that ask. */
const read = new WeakMap<Model, { readonly version: number; readonly names: SpecText }>();
function namesOf(model: Model, language: Language): SpecText {
  const version = model.getVersionId();
  let entry = read.get(model);
  if (entry?.version !== version) {
    entry = { version, names: language.readText(model.getValue()) };
    read.set(model, entry);
  }
  return entry.names;
}

function toRange(model: Model, { start, end }: Range): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

function toWorkspaceEdit(
  model: Model,
  edits: readonly { readonly range: Range; readonly text: string }[],
): monaco.languages.WorkspaceEdit {
  return {
    edits: edits.map(({ range, text }) => ({
      resource: model.uri,
      versionId: model.getVersionId(),
      textEdit: { range: toRange(model, range), text },
    })),
  };
}

/** Registers all of it for the page's one language, which Monaco knows as YAML. */
export function registerLanguage(actions: LanguageActions): void {
  const { languages } = monaco;
  monaco.editor.registerCommand(COMMANDS.generate, (_accessor, name: string) => actions.generateClass(name));
  monaco.editor.registerCommand(COMMANDS.preview, (_accessor, name: string) => actions.showClass(name));

  languages.registerDefinitionProvider('yaml', {
    async provideDefinition(model, position) {
      const language = await load();
      const found = language.definitionAt(namesOf(model, language), model.getOffsetAt(position));
      return found && { uri: model.uri, range: toRange(model, found.range) };
    },
  });
  languages.registerReferenceProvider('yaml', {
    async provideReferences(model, position) {
      const language = await load();
      return language
        .occurrencesAt(namesOf(model, language), model.getOffsetAt(position))
        .map(({ range }) => ({ uri: model.uri, range: toRange(model, range) }));
    },
  });
  languages.registerRenameProvider('yaml', {
    async resolveRenameLocation(model, position) {
      const language = await load();
      const target = language.renameTarget(namesOf(model, language), model.getOffsetAt(position));
      if ('reason' in target) {
        const { lineNumber, column } = position;
        const range = new monaco.Range(lineNumber, column, lineNumber, column);
        return { range, text: '', rejectReason: target.reason };
      }
      return { range: toRange(model, target.range), text: target.name };
    },
    async provideRenameEdits(model, position, newName) {
      const language = await load();
      const result = language.rename(namesOf(model, language), model.getOffsetAt(position), newName);
      if ('reason' in result) return { edits: [], rejectReason: result.reason };
      return toWorkspaceEdit(model, result.edits);
    },
  });
  languages.registerCompletionItemProvider('yaml', {
    triggerCharacters: [' ', '[', '{'],
    async provideCompletionItems(model, position) {
      const { completionsAt, recordingsAt } = await load();
      const [text, offset] = [model.getValue(), model.getOffsetAt(position)];
      const complete = recordingsAt(text, offset);
      const recordings = complete === undefined ? [] : complete(await actions.recordings());
      const suggestions = [...completionsAt(text, offset), ...recordings].map((item) => ({
        label: { label: item.label, description: item.detail },
        kind: KINDS[item.kind],
        insertText: item.text,
        ...(item.snippet && { insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet }),
        range: toRange(model, item.range),
        // Before what the schema says of any name.
        sortText: `0 ${item.label}`,
      }));
      return { suggestions };
    },
  });
  languages.registerHoverProvider('yaml', {
    async provideHover(model, position) {
      const language = await load();
      const found = language.subjectAt(namesOf(model, language), model.getOffsetAt(position));
      if (found === undefined) return undefined;
      const { picture } = await import('../beats/pictures');
      const drawn = picture(model.getValue(), found.subject, actions.readings());
      if (drawn === undefined) return undefined;
      return {
        range: toRange(model, found.range),
        contents: [{ value: `![${drawn.words}](${drawn.uri})` }, { value: drawn.words }],
      };
    },
  });
  languages.registerCodeActionProvider('yaml', {
    async provideCodeActions(model, range, { markers }) {
      const { fixesIn } = await load();
      const start = model.getOffsetAt({ lineNumber: range.startLineNumber, column: range.startColumn });
      const end = model.getOffsetAt({ lineNumber: range.endLineNumber, column: range.endColumn });
      const actions = fixesIn(problemsOf(model), { start, end }).map(({ fix, problem, preferred }) => ({
        title: fix.title,
        kind: 'quickfix',
        isPreferred: preferred,
        diagnostics: markers.filter(({ message }) => message === problem.message),
        edit: toWorkspaceEdit(model, fix.edits),
      }));
      return { actions, dispose: () => {} };
    },
  });
  languages.registerCodeLensProvider('yaml', {
    async provideCodeLenses(model) {
      const language = await load();
      const names = namesOf(model, language);
      const lenses = language.lensesOf(names, undefined).flatMap((lens) => {
        const command = commandOf(model, names, lens, language);
        return command === undefined ? [] : [{ range: toRange(model, lens.range), command }];
      });
      return { lenses, dispose: () => {} };
    },
  });
  languages.registerDocumentSemanticTokensProvider('yaml', {
    getLegend: () => ({ tokenTypes: [...TOKEN_NAMES], tokenModifiers: ['definition'] }),
    async provideDocumentSemanticTokens(model) {
      const asked = model.getVersionId();
      const language = await load();
      // Monaco moves tokens along with what was typed since it asked: those of a newer text would be moved twice.
      if (model.getVersionId() !== asked) return null;
      const data: number[] = [];
      let line = 1;
      let column = 1;
      for (const token of language.tokensOf(namesOf(model, language))) {
        const at = model.getPositionAt(token.start);
        const type = TOKEN_NAMES.indexOf(`ecgspec-${token.type}`);
        // Each place is counted from the one before.
        const columns = at.lineNumber === line ? at.column - column : at.column - 1;
        data.push(at.lineNumber - line, columns, token.end - token.start, type, token.definition ? 1 : 0);
        ({ lineNumber: line, column } = at);
      }
      return { data: Uint32Array.from(data) };
    },
    releaseDocumentSemanticTokens: () => {},
  });
  languages.registerDocumentFormattingEditProvider('yaml', {
    async provideDocumentFormattingEdits(model) {
      const { format } = await load();
      return [{ range: model.getFullModelRange(), text: format(model.getValue()) }];
    },
  });
  languages.registerFoldingRangeProvider('yaml', {
    async provideFoldingRanges(model) {
      const { folds } = await load();
      return folds(model.getValue()).map(({ start, end, kind }) => ({
        start: start + 1,
        end: end + 1,
        ...(kind === undefined ? {} : { kind: new languages.FoldingRangeKind(kind) }),
      }));
    },
  });
}

/** What the theme knows the tokens of src/language by, which is loaded later than this. */
const TOKEN_NAMES = ['beat', 'class', 'wave', 'number', 'unit', 'anchor', 'choice'].map(
  (type) => `ecgspec-${type}`,
);

function commandOf(
  model: Model,
  names: SpecText,
  lens: Lens,
  language: Language,
): monaco.languages.Command | undefined {
  const { title, range } = lens;
  switch (lens.action) {
    case 'preview':
      // Beats are drawn right below their names.
      return lens.subject.kind === 'class'
        ? { id: COMMANDS.preview, title: 'Show strip', arguments: [lens.subject.class] }
        : undefined;
    case 'generate':
      return { id: COMMANDS.generate, title, arguments: [lens.class] };
    case 'references': {
      const uses = language
        .occurrencesAt(names, range.start)
        .filter(({ role }) => role === 'reference')
        .map((use) => ({ uri: model.uri, range: toRange(model, use.range) }));
      const position = model.getPositionAt(range.start);
      return { id: 'editor.action.showReferences', title, arguments: [model.uri, position, uses] };
    }
  }
}
