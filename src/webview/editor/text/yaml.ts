import { createWebWorker } from 'monaco-editor/internal/common/workers';
import { language } from 'monaco-editor/languages/definitions/yaml/yaml';
import { configureMonacoYaml, type JSONSchema, type MonacoYamlOptions } from 'monaco-yaml';
import schema from '../../../../schemas/ecgspec.schema.json';
import { editorSchema } from '../../../language/schema';
import { monaco } from './monaco';

/**
 * Completion and hover from the spec's JSON Schema. Problems do not come from here: `parseSpec`
 * finds them all and says them better, and nobody wants to read the same thing twice.
 */
export function configureYaml(): void {
  // A language must be known before it is configured; monaco-yaml registers it only further down.
  monaco.languages.register({ id: 'yaml' });
  // Monaco's own registration would fetch the grammar later, as a chunk, and colour the text in a second pass.
  monaco.languages.setMonarchTokensProvider('yaml', language);
  // What stands below a key that ends its line is indented, as in VS Code's own YAML.
  monaco.languages.setLanguageConfiguration('yaml', {
    indentationRules: {
      increaseIndentPattern: /^\s*[^#\s].*:\s*$/,
      decreaseIndentPattern: /^\s+\}$/,
    },
  });
  const options: MonacoYamlOptions = {
    completion: true,
    hover: true,
    hoverAnchor: false,
    hoverSchemaSource: false,
    validate: false,
    format: { enable: false },
    enableSchemaRequest: false,
    // A file: address is one that the language service does not rewrite and then fail to find.
    schemas: [
      { uri: 'file:///ecgspec.schema.json', fileMatch: ['*'], schema: editorSchema(schema) as JSONSchema },
    ],
  };
  // monaco-yaml asks for a worker in the way of Monaco before 0.55; this function still answers it.
  const withWorkers = {
    ...monaco,
    editor: { ...monaco.editor, createWebWorker },
    languages: { ...monaco.languages, registerCompletionItemProvider: registerFitting },
  };
  configureMonacoYaml(withWorkers as unknown as Parameters<typeof configureMonacoYaml>[0], options);
}

/** Registers a provider of completions without what does not fit where it would be put. */
function registerFitting(
  selector: monaco.languages.LanguageSelector,
  provider: monaco.languages.CompletionItemProvider,
): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider(selector, {
    ...provider,
    async provideCompletionItems(model, position, context, token) {
      const list = await provider.provideCompletionItems(model, position, context, token);
      if (!list) return list;
      const { mayOffer } = await import('../../../language');
      const may = mayOffer(model.getValue(), model.getOffsetAt(position));
      const fitting = list.suggestions.filter(({ label }) =>
        may(typeof label === 'string' ? label : label.label),
      );
      return { ...list, suggestions: fitting };
    },
  });
}
