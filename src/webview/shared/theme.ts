/** The four kinds of themes, as VS Code marks them on the body. */
export type ThemeKind = 'light' | 'dark' | 'hc-dark' | 'hc-light';

export interface Theme {
  readonly kind: ThemeKind;
  readonly dark: boolean;
  readonly highContrast: boolean;
  /** The CSS value of a VS Code colour such as `editor.background`; `undefined` where the theme has none. */
  color(id: string): string | undefined;
}

/** The theme that VS Code has put on the page now. */
export function readTheme(): Theme {
  const classes = document.body.classList;
  const hcLight = classes.contains('vscode-high-contrast-light');
  const hcDark = classes.contains('vscode-high-contrast') && !hcLight;
  const dark = hcDark || classes.contains('vscode-dark');
  const styles = getComputedStyle(document.documentElement);
  return {
    kind: hcLight ? 'hc-light' : hcDark ? 'hc-dark' : dark ? 'dark' : 'light',
    dark,
    highContrast: hcLight || hcDark,
    color: (id) => styles.getPropertyValue(`--vscode-${id.replace(/\./g, '-')}`).trim() || undefined,
  };
}

/** Calls `changed` whenever VS Code puts another theme on the page. */
export function onThemeChange(changed: (theme: Theme) => void): void {
  let waiting = false;
  const observer = new MutationObserver(() => {
    // VS Code sets hundreds of variables and the class in one go: answer once.
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      changed(readTheme());
    });
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}

/** A CSS colour as `#rrggbbaa`, or `undefined` if it is none; `hsl()` and named colours count too. */
export function toHex(color: string): string | undefined {
  if (!CSS.supports('color', color)) return undefined;
  const context = (pixel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }));
  if (context === null) return undefined;
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const bytes = context.getImageData(0, 0, 1, 1).data;
  return '#' + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
let pixel: CanvasRenderingContext2D | null | undefined;
