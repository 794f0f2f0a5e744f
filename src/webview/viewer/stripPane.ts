import type { ViewerStrip } from '../../protocol';
import { stripScene, toSvg, type Theme as PaperTheme } from '../../render';
import type { Palette } from '../shared/palette';
import { createButton, setEnabled } from '../shared/toolkit';

/** The strip that is selected, on ECG paper with its ground truth. */
export class StripPane {
  readonly element = document.createElement('section');
  private readonly picture = document.createElement('div');
  private readonly openSpec: HTMLElement;
  private current: { readonly row: number; readonly strip: ViewerStrip } | undefined;

  constructor(
    private palette: Palette,
    onOpenSpec: (row: number) => void,
  ) {
    this.element.className = 'strip-pane';
    this.element.setAttribute('aria-label', 'The selected strip');
    this.picture.className = 'strip-picture';
    this.picture.tabIndex = 0;
    this.openSpec = createButton({
      label: 'Open Spec at This Strip',
      title: 'Open the spec that made this strip, with the strip drawn beside it',
      onClick: () => {
        if (this.current !== undefined) onOpenSpec(this.current.row);
      },
    });
    this.element.append(this.openSpec, this.picture);
    this.clear('Choose a strip in the table; it is drawn here.');
  }

  setHasSpec(hasSpec: boolean): void {
    this.openSpec.hidden = !hasSpec;
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.draw();
  }

  show(row: number, strip: ViewerStrip): void {
    this.current = { row, strip };
    setEnabled(this.openSpec, true);
    this.draw();
  }

  /** Says in the strip's place why there is none. */
  clear(why: string, isError = false): void {
    this.current = undefined;
    setEnabled(this.openSpec, false);
    const words = document.createElement('p');
    words.className = isError ? 'message' : 'dim';
    if (isError) words.setAttribute('role', 'alert');
    words.textContent = why;
    this.picture.replaceChildren(words);
  }

  private draw(): void {
    if (this.current === undefined) return;
    const { samples, truth, title, rate, resolution, lead } = this.current.strip;
    const strip = { samples: Int16Array.from(samples), truth };
    const scene = stripScene([{ strip, title }], {
      ...{ rate, resolution, lead, spans: true },
      theme: paperTheme(this.palette),
    });
    // Every text in it is escaped by `toSvg`.
    this.picture.innerHTML = toSvg(scene);
  }
}

function paperTheme(palette: Palette): PaperTheme {
  const { background, gridMinor, gridMajor, trace, text, marker, accent, series } = palette;
  return {
    ...{ page: background, paper: background, fine: gridMinor, coarse: gridMajor, trace, text, faint: text },
    ...{ mark: marker, ectopic: accent },
    parts: { P: series[3] ?? trace, QRS: series[0] ?? trace, T: series[2] ?? trace },
  };
}
