import type { RecordReading } from '../records';
import type { RecordRef } from '../spec';
import type { TextChange } from './textChange';

/** What the webview may ask VS Code to do on its behalf; nothing else is executed. */
export const EDITOR_COMMANDS = [
  'undo',
  'redo',
  'save',
  'openAsText',
  'generate',
  'generateClass',
  'pretrain',
  'evaluate',
] as const;
export type EditorCommand = (typeof EDITOR_COMMANDS)[number];

export interface EditorSettings {
  /** Draw strips on pink ECG paper even in a dark theme. */
  readonly paper: boolean;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly tabSize: number;
}

/** Host -> spec editor. */
export type ToEditor =
  /** The whole state; answers `ready` and follows a rejected edit, so that open, reload and resync share one path. */
  | {
      readonly type: 'state';
      readonly text: string;
      readonly version: number;
      readonly eol: '\n' | '\r\n';
      readonly readOnly: boolean;
      readonly settings: EditorSettings;
    }
  /** The document changed by somebody else (another view, undo, git, ...); apply as edits. */
  | { readonly type: 'changed'; readonly version: number; readonly changes: readonly TextChange[] }
  /** Edit `id` is in the document, which now has `version`. */
  | { readonly type: 'accepted'; readonly id: number; readonly version: number }
  /** Edit `id` did not fit the document as it is; a `state` follows. */
  | { readonly type: 'rejected'; readonly id: number; readonly reason: string }
  | { readonly type: 'settings'; readonly settings: EditorSettings }
  /** The recordings in the workspace, by their paths from the spec's folder; answers `listRecordings`. */
  | { readonly type: 'recordings'; readonly files: readonly string[] }
  | { readonly type: 'newDraw' }
  /** A recording that the page wants has been read, or has changed. */
  | { readonly type: 'record'; readonly key: string; readonly reading: RecordReading }
  /** Scroll to a beat type in the text, or to a class's strip. */
  | { readonly type: 'reveal'; readonly what: 'beat' | 'class'; readonly name: string }
  /** Draw this strip of a class's data set in place of its first one, and scroll to it. */
  | { readonly type: 'revealStrip'; readonly class: string; readonly index: number };

/** Spec editor -> host. */
export type FromEditor =
  | { readonly type: 'ready' }
  /**
   * Changes made to the text of `version`. One edit is in flight at a time; later typing is composed into the next.
   * The host applies it only if that is the document's version, and answers `accepted`, or `rejected` and then
   * `state`; it sends no `changed` or `state` between the document's change and `accepted`.
   */
  | {
      readonly type: 'edit';
      readonly id: number;
      readonly version: number;
      readonly changes: readonly TextChange[];
    }
  /** Sent only when every edit before it has been answered. */
  | {
      readonly type: 'command';
      readonly command: EditorCommand;
      /** `generateClass`: of which. */
      readonly class?: string;
    }
  /** The recordings that the text names now; the host sends what is read of each, and what changes, until the next list. */
  | { readonly type: 'records'; readonly wanted: readonly RecordRef[] }
  | { readonly type: 'listRecordings' }
  /** Show where the code of a problem is explained. */
  | { readonly type: 'explain'; readonly code: string }
  | { readonly type: 'error'; readonly message: string; readonly stack?: string };

/** Host -> dashboard: the run's folder name and every line of its events file so far, then the new ones. */
export type ToDashboard =
  | {
      readonly type: 'run';
      readonly title: string;
      readonly folder: string;
      readonly lines: readonly string[];
    }
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  /** The process is over, whatever the events say: a killed run writes no last line. */
  | { readonly type: 'ended'; readonly outcome: RunOutcome };

export type RunOutcome = 'done' | 'failed' | 'cancelled';

export type FromDashboard = { readonly type: 'ready' } | { readonly type: 'error'; readonly message: string };

/** What a report is of: what pre-training gained, or how near synthetic strips are to real ones. */
export type ReportKind = 'report' | 'realism';

/** Host -> report page: the text of report.json or realism.json and the folder it lies in, or why there is none. */
export type ToReport =
  | { readonly type: 'report'; readonly kind: ReportKind; readonly folder: string; readonly json: string }
  | { readonly type: 'missing'; readonly reason: string };
export type FromReport =
  | { readonly type: 'ready' }
  | { readonly type: 'openFile'; readonly name: string }
  | { readonly type: 'error'; readonly message: string };
