/** Monaco with what a spec needs of it; everything else of Monaco stays out of the bundle. */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/editor/browser/coreCommands';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/editor/common/standaloneStrings';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/editor/contrib/caretOperations/browser/caretOperations';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/editor/contrib/dropOrPasteInto/browser/copyPasteContribution';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/codelens/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoSymbol/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/readOnlyMessage/register';
import 'monaco-editor/features/referenceSearch/register';
import 'monaco-editor/features/rename/register';
import 'monaco-editor/features/semanticTokens/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
import 'monaco-editor/features/stickyScroll/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/tokenization/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import type { EditorPageConfig, EditorSettings } from '../../../protocol';
import { startBlobWorker } from '../../shared/blobWorker';

export { monaco };
export type CodeEditor = monaco.editor.IStandaloneCodeEditor;

/** Tells Monaco where its workers are; call before anything else of Monaco. */
export function provideWorkers(config: EditorPageConfig): void {
  globalThis.MonacoEnvironment = {
    getWorker: (_module, label) =>
      startBlobWorker(label === 'yaml' ? config.yamlWorker : config.editorWorker, label),
  };
}

/** An empty editor for a spec's text. */
export function createEditor(container: HTMLElement): CodeEditor {
  return monaco.editor.create(container, {
    model: monaco.editor.createModel('', 'yaml', monaco.Uri.parse('file:///spec.ecgspec')),
    ariaLabel: 'ECG spec text',
    automaticLayout: false,
    bracketPairColorization: { enabled: false },
    detectIndentation: false,
    // VS Code hands cut, copy and paste to a webview in a way that only a text area answers.
    editContext: false,
    fixedOverflowWidgets: true,
    folding: true,
    insertSpaces: true,
    lineNumbersMinChars: 3,
    links: false,
    minimap: { enabled: false },
    occurrencesHighlight: 'off',
    padding: { top: 8, bottom: 8 },
    quickSuggestions: { other: true, strings: true, comments: false },
    readOnly: true,
    renderLineHighlight: 'line',
    scrollBeyondLastLine: false,
    'semanticHighlighting.enabled': true,
    smoothScrolling: false,
    stickyScroll: { enabled: true, maxLineCount: 3 },
    suggest: { showWords: false, preview: true },
    tabCompletion: 'on',
    unicodeHighlight: { ambiguousCharacters: false },
    wordBasedSuggestions: 'off',
    wordWrap: 'off',
  });
}

/** Follows the user's settings of VS Code's own text editor. */
export function applySettings(editor: CodeEditor, settings: EditorSettings): void {
  editor.updateOptions({ fontFamily: settings.fontFamily, fontSize: settings.fontSize });
  editor.getModel()?.updateOptions({ tabSize: settings.tabSize, insertSpaces: true });
}
