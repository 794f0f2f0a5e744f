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
  'insertClass',
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

/** What of the preview is written into a file, printed or copied; the host draws it from the document. */
export interface ExportWish {
  readonly subject:
    | { readonly kind: 'strips'; readonly classes: readonly string[]; readonly index: number }
    | { readonly kind: 'gallery'; readonly class: string; readonly count: number }
    | { readonly kind: 'beat'; readonly beat: string };
  readonly draw: number;
  /** mm/s and mm/mV. */
  readonly speed: number;
  readonly gain: number;
}

/** An earlier state of the spec: the file as it was saved, or as it is in the last commit. */
export type Baseline = 'saved' | 'head';

/** A trained network that reads strips in the page. */
export interface ModelToRead {
  /** Its folder's name. */
  readonly name: string;
  readonly architecture: string;
  /** In the order of its probabilities. */
  readonly classes: readonly string[];
  /** Of the strips that it reads: Hz, and samples of each. */
  readonly rate: number;
  readonly samples: number;
  /** ONNX: `strip` (1, samples) float32 mV -> `probabilities` (1, classes). */
  readonly graph: Uint8Array;
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
  /** The spec as it was, or why there is none; answers `baseline`, and again when it changes. */
  | {
      readonly type: 'baseline';
      readonly of: Baseline;
      readonly text: string | null;
      readonly reason?: string;
    }
  /** A lead that was chosen to compare with: mV, and Hz; answers `chooseLead`, unless the choice was cancelled. */
  | { readonly type: 'lead'; readonly name: string; readonly samples: Float32Array; readonly rate: number }
  /** The model that reads the strips from now on; answers `chooseModel`, and comes again when it was trained anew. */
  | { readonly type: 'model'; readonly model: ModelToRead }
  /** The model that was chosen cannot be read with. */
  | { readonly type: 'modelFailed'; readonly name: string; readonly message: string }
  | { readonly type: 'noModel' }
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
  /** Send the spec as it was, and again when that changes; null: not any more. */
  | { readonly type: 'baseline'; readonly of: Baseline | null }
  /** Ask for a recording to compare with. */
  | { readonly type: 'chooseLead' }
  /** Ask for a model to read the strips with. */
  | { readonly type: 'chooseModel' }
  /** Read the strips with no model any more, also when the spec is opened again. */
  | { readonly type: 'stopModel' }
  /** `save` asks for a file, `print` opens sheets in true millimetres with what prints them. */
  | { readonly type: 'export'; readonly to: 'save' | 'print'; readonly wish: ExportWish }
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

/** What a report is of: what pre-training gained, how near synthetic strips are to real ones, or what was imported. */
export type ReportKind = 'report' | 'realism' | 'import' | 'gains';

/** Host -> report page: the text of the kind's JSON file and the folder it lies in, or why there is none. */
export type ToReport =
  | { readonly type: 'report'; readonly kind: ReportKind; readonly folder: string; readonly json: string }
  | { readonly type: 'missing'; readonly reason: string };
export type FromReport =
  | { readonly type: 'ready' }
  | { readonly type: 'openFile'; readonly name: string }
  | { readonly type: 'error'; readonly message: string };

/** A class of the rhythm library, as the page of a new spec offers it. */
export interface LibraryClass {
  /** The file's name without its ending, and its title. */
  readonly file: string;
  readonly topic: string;
  readonly name: string;
  readonly title: string;
}

/** Host -> page of a new spec. */
export type ToNewSpec =
  | {
      readonly type: 'library';
      readonly classes: readonly LibraryClass[];
      /** Name of the open spec that classes can be put into; null: none is open. */
      readonly target: string | null;
    }
  /** A strip of a class as SVG; answers `thumbnail`. */
  | { readonly type: 'thumbnail'; readonly file: string; readonly name: string; readonly svg: string };

/** Page of a new spec -> host. */
export type FromNewSpec =
  | { readonly type: 'ready' }
  | { readonly type: 'thumbnail'; readonly file: string; readonly name: string; readonly dark: boolean }
  /** Write a new spec of these classes, or put them into the open one. */
  | {
      readonly type: 'create' | 'insert';
      readonly classes: readonly Pick<LibraryClass, 'file' | 'name'>[];
    }
  | { readonly type: 'error'; readonly message: string };
