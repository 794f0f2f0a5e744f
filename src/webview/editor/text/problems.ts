import type { Problem, Severity } from '../../../spec';
import { monaco } from './monaco';

const SEVERITIES: Record<Severity, monaco.MarkerSeverity> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};

/** Scheme of links to where a code is explained; only this page knows it. */
const GUIDE = 'ecgspec-guide';

/** The problems that a model shows, and the version of its text that they were found in. */
const shown = new WeakMap<
  monaco.editor.ITextModel,
  { readonly version: number; readonly problems: readonly Problem[] }
>();

/** The problems of a model's present text; none while they are still being looked for. */
export function problemsOf(model: monaco.editor.ITextModel): readonly Problem[] {
  const entry = shown.get(model);
  return entry?.version === model.getVersionId() ? entry.problems : [];
}

/** Tells `explain` when somebody clicks on a problem's code. */
export function onExplain(explain: (code: string) => void): void {
  monaco.editor.registerLinkOpener({
    open(resource) {
      if (resource.scheme !== GUIDE) return false;
      explain(resource.path);
      return true;
    },
  });
}

/** Adds problems that were found later than the others, in the same text. */
export function addProblems(model: monaco.editor.ITextModel, problems: readonly Problem[]): void {
  if (problems.length > 0) showProblems(model, [...problemsOf(model), ...problems]);
}

/** Underlines problems in the text that they were found in. */
export function showProblems(model: monaco.editor.ITextModel, problems: readonly Problem[]): void {
  shown.set(model, { version: model.getVersionId(), problems });
  const markers = problems.map(({ code, severity, message, range }) => {
    const start = model.getPositionAt(range.start);
    const end = model.getPositionAt(Math.max(range.end, range.start + 1));
    return {
      code: { value: code, target: monaco.Uri.from({ scheme: GUIDE, path: code }) },
      message,
      source: 'ecgspec',
      severity: SEVERITIES[severity],
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    };
  });
  monaco.editor.setModelMarkers(model, 'ecgspec', markers);
}
