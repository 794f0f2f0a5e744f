/** The spec editor's page: text on one side, strips on the other, VS Code's document behind both. */
import type { EditorPageConfig, EditorSettings, FromEditor, ToEditor } from '../../protocol';
import { onThemeChange, readTheme } from '../shared/theme';
import { registerToolkit } from '../shared/toolkit';
import { keepFocus, takeFocus } from '../shared/focus';
import { connect, onUncaught, readConfig } from '../shared/host';
import './editor.css';
import { registerLanguage } from './text/language';
import { Layout } from './layout';
import { applySettings, createEditor, monaco, provideWorkers } from './text/monaco';
import { applyMonacoTheme } from './text/monacoTheme';
import { PreviewPane } from './previewPane';
import { onExplain } from './text/problems';
import { Question } from './question';
import { DocumentLink } from './text/sync';
import { StateKeeper, type ViewState } from './viewState';
import { configureYaml } from './text/yaml';

const host = connect<ToEditor, FromEditor, ViewState>();

function reportError(message: string, stack: string | undefined): void {
  host.send(stack === undefined ? { type: 'error', message } : { type: 'error', message, stack });
}
function reportUnknown(error: unknown): void {
  if (error instanceof Error) reportError(error.message, error.stack);
  else reportError(String(error), undefined);
}
onUncaught(reportError);

registerToolkit();
const config = readConfig<EditorPageConfig>();
provideWorkers(config);

const keeper = new StateKeeper(host.getState(), (state) => host.setState(state));
const layout = new Layout(document.getElementById('app')!, keeper.current.share ?? 0.46, (share) =>
  keeper.update({ share }),
);
applyMonacoTheme(readTheme());
const editor = createEditor(layout.text);
const model = editor.getModel()!;
configureYaml();

const link = new DocumentLink(model, (message) => host.send(message));
const pane = new PreviewPane({
  root: layout.preview,
  editor,
  workerUri: config.previewWorker,
  model: { workerUri: config.modelWorker, runtimeUri: config.modelRuntime },
  theme: readTheme(),
  keeper,
  command: (command) => link.command(command),
  replace: (changes) => link.replace(changes),
  wantBaseline: (of) => host.send({ type: 'baseline', of }),
  chooseModel: () => host.send({ type: 'chooseModel' }),
  stopModel: () => host.send({ type: 'stopModel' }),
  chooseLead: () => host.send({ type: 'chooseLead' }),
  export: (to, wish) => link.export(to, wish),
  wantRecords: (wanted) => host.send({ type: 'records', wanted }),
  onError: reportUnknown,
});

const recordings = new Question<readonly string[]>(() => host.send({ type: 'listRecordings' }));

registerLanguage({
  generateClass: (name) => link.command('generateClass', name),
  showClass: (name) => pane.reveal('class', name),
  readings: () => pane.readings,
  recordings: () => recordings.ask(),
});
onExplain((code) => host.send({ type: 'explain', code }));

keepFocus(() => editor.focus());
new ResizeObserver(() => editor.layout()).observe(layout.text);
onThemeChange((theme) => {
  applyMonacoTheme(theme);
  pane.setTheme(theme);
});

// The document's undo stack is VS Code's; Monaco's own would undo other views' changes or none.
const { CtrlCmd, Shift } = monaco.KeyMod;
const { F1, KeyS, KeyY, KeyZ } = monaco.KeyCode;
editor.addCommand(CtrlCmd | KeyZ, () => link.command('undo'), 'editorTextFocus');
editor.addCommand(CtrlCmd | Shift | KeyZ, () => link.command('redo'), 'editorTextFocus');
editor.addCommand(CtrlCmd | KeyY, () => link.command('redo'), 'editorTextFocus');
editor.addCommand(CtrlCmd | KeyS, () => link.command('save'));
// The palette is VS Code's: a key that Monaco does not take goes on to it.
monaco.editor.addKeybindingRule({ keybinding: F1, command: null });
editor.onDidBlurEditorWidget(() => link.flush());

model.onDidChangeContent(() => pane.textChanged());
function setSettings(settings: EditorSettings): void {
  applySettings(editor, settings);
  pane.setDefaultPaper(settings.paper);
}

let opened = false;
host.onMessage((message) => {
  switch (message.type) {
    case 'state':
      setSettings(message.settings);
      editor.updateOptions({ readOnly: message.readOnly });
      link.receive(message);
      if (!opened) open();
      break;
    case 'changed':
    case 'accepted':
    case 'rejected':
      link.receive(message);
      break;
    case 'settings':
      setSettings(message.settings);
      break;
    case 'record':
      pane.setRecord(message.key, message.reading);
      break;
    case 'recordings':
      recordings.answer(message.files);
      break;
    case 'baseline':
      pane.compare.setBaseline(message.of, message.text, message.reason);
      break;
    case 'lead':
      pane.compare.setLead(message.name, message.samples, message.rate);
      break;
    case 'model':
      pane.model.open(message.model);
      break;
    case 'modelFailed':
      pane.model.stop(message);
      break;
    case 'noModel':
      pane.model.stop();
      break;
    case 'newDraw':
      pane.newDraw();
      break;
    case 'revealStrip':
      pane.revealStrip(message.class, message.index);
      break;
    case 'reveal':
      pane.reveal(message.what, message.name);
      break;
  }
});

/** The first state has arrived: the text is there, what follows from it is asked for. */
function open(): void {
  opened = true;
  const { text } = keeper.current;
  if (text !== undefined) {
    editor.restoreViewState(text);
    pane.onceBeatsAreShown(() => editor.setScrollTop(text.viewState.scrollTop ?? 0));
  }
  // Only now: what an empty editor looks like is not worth remembering.
  keeper.collect(() => {
    const state = editor.saveViewState();
    return state === null ? {} : { text: state };
  });
  editor.onDidChangeCursorPosition(() => keeper.update());
  editor.onDidScrollChange(() => keeper.update());
  takeFocus(() => editor.focus());
  pane.refresh();
}

host.send({ type: 'ready' });
