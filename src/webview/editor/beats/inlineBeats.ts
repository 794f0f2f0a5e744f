import { beatHeight, beatSvg } from './beatSvg';
import type { CodeEditor, monaco } from '../text/monaco';
import type { BeatPicture } from '../preview/previewMessages';

interface Zone {
  id: string;
  node: HTMLElement;
  line: number;
  height: number;
  svg: string;
}

/** The drawn beat under the key of each beat type. */
export class InlineBeats {
  private readonly zones = new Map<string, Zone>();
  /** Line of each beat type's key. */
  private lines = new Map<string, number>();
  private stale = false;
  private shown = false;

  constructor(private readonly editor: CodeEditor) {
    // Monaco moves zones along with the lines, and not always to where the key has gone: after such a change, where a
    // zone stands is not known until it is placed anew.
    editor.onDidChangeModelContent(({ changes }) => {
      const movesLines = changes.some(
        ({ range, text }) => range.startLineNumber !== range.endLineNumber || text.includes('\n'),
      );
      if (movesLines) for (const zone of this.zones.values()) zone.line = 0;
    });
  }

  /** Where the keys are now; a beat type that is gone loses its picture. */
  setKeys(lines: ReadonlyMap<string, number>): void {
    this.lines = new Map(lines);
    // Monaco lays everything out again when it is asked to, even where no zone changes.
    const stay = [...this.zones].every(([name, { line }]) => lines.get(name) === line);
    if (stay) return;
    this.change((accessor) => {
      for (const [name, zone] of this.zones) {
        const line = lines.get(name);
        if (line === undefined) {
          accessor.removeZone(zone.id);
          this.zones.delete(name);
        } else if (line !== zone.line) {
          this.place(accessor, name, zone, line, zone.height);
        }
      }
    });
  }

  /** While the text is broken: a picture stays where its key still is, and goes with a key that is gone. */
  keepOnly(lineOf: (name: string) => number | undefined): void {
    const lines = [...this.zones.keys()].flatMap((name) => {
      const line = lineOf(name);
      return line === undefined ? [] : [[name, line] as const];
    });
    this.setKeys(new Map(lines));
  }

  setBeats(beats: readonly BeatPicture[]): void {
    const toPlace: { name: string; zone: Zone; line: number; height: number }[] = [];
    for (const { name, drawing } of beats) {
      const line = this.lines.get(name);
      if (line === undefined) continue;
      const height = beatHeight(drawing) + 4;
      const zone = this.zones.get(name) ?? this.newZone(name);
      const svg = beatSvg(drawing);
      if (svg !== zone.svg) {
        zone.svg = svg;
        zone.node.firstElementChild!.innerHTML = svg;
      }
      if (zone.line !== line || zone.height !== height) toPlace.push({ name, zone, line, height });
    }
    if (toPlace.length === 0) return;
    this.change((accessor) => {
      for (const { name, zone, line, height } of toPlace) this.place(accessor, name, zone, line, height);
    });
  }

  /** Greys the pictures while they do not show the text as it is. */
  setStale(stale: boolean): void {
    if (stale === this.stale) return;
    this.stale = stale;
    for (const { node } of this.zones.values()) node.classList.toggle('stale', stale);
  }

  /** Changes zones while the line that the author looks at stays where it is on the screen. */
  private change(action: (accessor: monaco.editor.IViewZoneChangeAccessor) => void): void {
    const visible = this.editor.getVisibleRanges();
    const cursor = this.editor.getPosition()?.lineNumber ?? 1;
    const inView = visible.some((range) => range.startLineNumber <= cursor && cursor <= range.endLineNumber);
    const line = inView ? cursor : (visible[0]?.startLineNumber ?? 1);
    const before = this.editor.getTopForLineNumber(line);
    this.editor.changeViewZones(action);
    const moved = this.editor.getTopForLineNumber(line) - before;
    // The first pictures push the text down below its top; later ones leave the line that is read where it is.
    const first = !this.shown;
    this.shown = this.zones.size > 0;
    if (moved !== 0 && (!first || this.editor.getScrollTop() > 0)) {
      this.editor.setScrollTop(this.editor.getScrollTop() + moved);
    }
  }

  private newZone(name: string): Zone {
    const node = document.createElement('div');
    node.className = 'inline-beat';
    node.dataset['beat'] = name;
    node.classList.toggle('stale', this.stale);
    node.setAttribute('role', 'img');
    node.setAttribute('aria-label', `The beat type ${name}, drawn`);
    node.append(document.createElement('div'));
    return { id: '', node, line: 0, height: 0, svg: '' };
  }

  private place(
    accessor: monaco.editor.IViewZoneChangeAccessor,
    name: string,
    zone: Zone,
    line: number,
    height: number,
  ): void {
    if (zone.id !== '') accessor.removeZone(zone.id);
    zone.line = line;
    zone.height = height;
    zone.id = accessor.addZone({
      afterLineNumber: line,
      heightInPx: height,
      domNode: zone.node,
      suppressMouseDown: false,
    });
    this.zones.set(name, zone);
  }
}
