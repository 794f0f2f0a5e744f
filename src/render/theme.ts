export const THEME_NAMES = ['paper', 'light', 'dark'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** Colours as #rrggbb. */
export interface Theme {
  readonly page: string;
  readonly paper: string;
  /** Lines every millimetre. */
  readonly fine: string;
  /** Lines every five millimetres. */
  readonly coarse: string;
  readonly trace: string;
  readonly text: string;
  readonly faint: string;
  /** Marks of conducted and of ectopic beats. */
  readonly mark: string;
  readonly ectopic: string;
  /** Spans of the parts of a beat under the trace. */
  readonly parts: Readonly<Record<'P' | 'QRS' | 'T', string>>;
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  paper: {
    page: '#ffffff',
    paper: '#fff5f3',
    fine: '#fbdcd7',
    coarse: '#f0aca3',
    trace: '#16161a',
    text: '#1f2328',
    faint: '#656d76',
    mark: '#1f5fbf',
    ectopic: '#b3261e',
    parts: { P: '#7b3fb5', QRS: '#1f5fbf', T: '#1b7a4b' },
  },
  light: {
    page: '#ffffff',
    paper: '#ffffff',
    fine: '#eceef1',
    coarse: '#cdd2d9',
    trace: '#0b3d91',
    text: '#1f2328',
    faint: '#656d76',
    mark: '#0a7d4b',
    ectopic: '#b3261e',
    parts: { P: '#7b3fb5', QRS: '#1f5fbf', T: '#0a7d4b' },
  },
  dark: {
    page: '#1b1d21',
    paper: '#15171a',
    fine: '#22262b',
    coarse: '#353b43',
    trace: '#8be28b',
    text: '#e6e8eb',
    faint: '#9aa3ad',
    mark: '#6db3f2',
    ectopic: '#ff9e64',
    parts: { P: '#c9a2ff', QRS: '#6db3f2', T: '#7fce82' },
  },
};
