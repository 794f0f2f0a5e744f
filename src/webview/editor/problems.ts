import type { Problem, Severity } from '../../spec';
import { monaco } from './monaco';

const SEVERITIES: Record<Severity, monaco.MarkerSeverity> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};

/** Underlines problems in the text that they were found in. */
export function showProblems(model: monaco.editor.ITextModel, problems: readonly Problem[]): void {
  const markers = problems.map(({ code, severity, message, range }) => {
    const start = model.getPositionAt(range.start);
    const end = model.getPositionAt(Math.max(range.end, range.start + 1));
    return {
      code,
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
