import type { Theme } from './theme';

/** Every colour of a plot, as CSS values. */
export interface Palette {
  readonly background: string;
  /** Lines of the 1 mm and 5 mm grid. */
  readonly gridMinor: string;
  readonly gridMajor: string;
  readonly trace: string;
  /** R peaks. */
  readonly marker: string;
  /** Ectopic beats. */
  readonly accent: string;
  readonly text: string;
  readonly hoverBackground: string;
  readonly hoverBorder: string;
  readonly hoverText: string;
  /** Colours that tell series apart, in order. */
  readonly series: readonly string[];
}

const PAPER = {
  background: '#fff6f3',
  gridMinor: '#fbdad3',
  gridMajor: '#f0aca1',
  trace: '#1a1a1a',
  marker: '#0b5cad',
  accent: '#a1260d',
  text: '#5c3a34',
};
const LIGHT = {
  background: '#ffffff',
  gridMinor: '#eef0f2',
  gridMajor: '#d5d9de',
  trace: '#16202b',
  marker: '#005fb8',
  accent: '#b5200d',
  text: '#5a6570',
};
const DARK = {
  background: '#1e1e1e',
  gridMinor: '#2a2c2e',
  gridMajor: '#3d4144',
  trace: '#e6e9ec',
  marker: '#4daafc',
  accent: '#ff8f70',
  text: '#a3abb3',
};
const HC_DARK = {
  background: '#000000',
  gridMinor: '#1f1f1f',
  gridMajor: '#5a5a5a',
  trace: '#ffffff',
  marker: '#3ff23f',
  accent: '#ffd700',
  text: '#ffffff',
};
const HC_LIGHT = {
  background: '#ffffff',
  gridMinor: '#e6e6e6',
  gridMajor: '#9a9a9a',
  trace: '#000000',
  marker: '#0f4a85',
  accent: '#8f1d00',
  text: '#000000',
};
const SERIES_LIGHT = ['#005fb8', '#c2500a', '#2a7d2e', '#8a3ffc', '#a4262c', '#00757a'];
const SERIES_DARK = ['#4daafc', '#f2a35e', '#7fce82', '#c9a2ff', '#ff8f8f', '#4fd1d9'];

/**
 * The colours of plots in a theme.
 * @param paper pink ECG paper, whatever the theme; high contrast keeps its own colours
 */
export function plotPalette(theme: Theme, paper: boolean): Palette {
  const onPaper = paper && !theme.highContrast;
  const base = onPaper
    ? PAPER
    : { light: LIGHT, dark: DARK, 'hc-dark': HC_DARK, 'hc-light': HC_LIGHT }[theme.kind];
  const followsTheme = !onPaper && !theme.highContrast;
  return {
    ...base,
    background: (followsTheme ? theme.color('editor.background') : undefined) ?? base.background,
    hoverBackground: theme.color('editorHoverWidget.background') ?? base.background,
    hoverBorder: theme.color('editorHoverWidget.border') ?? theme.color('contrastBorder') ?? base.gridMajor,
    hoverText: theme.color('editorHoverWidget.foreground') ?? theme.color('foreground') ?? base.text,
    series: theme.dark && !onPaper ? SERIES_DARK : SERIES_LIGHT,
  };
}
