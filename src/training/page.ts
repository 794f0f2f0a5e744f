import type { Data, Layout } from 'plotly.js';
import { escape } from './html';

/** A picture, as Plotly takes it. */
export interface PlotlyFigure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/** A picture in both of the page's themes, and the id of the element that it is drawn in. */
export interface PageFigure {
  readonly id: string;
  readonly light: PlotlyFigure;
  readonly dark: PlotlyFigure;
}

/** Colours of the page itself, as CSS colours. */
export const PAGE = {
  light: { background: '#ffffff', text: '#24292f', grid: '#d8dee4', quiet: '#57606a' },
  dark: { background: '#1b1f24', text: '#e6edf3', grid: '#3d444d', quiet: '#9198a1' },
};

/**
 * One self-contained page, in the colours that the reader's system asks for: what it says reads without a script, and the
 * Plotly whose text is given draws its pictures.
 * @param body HTML with an element for each figure
 * @param style CSS beside what all pages share
 */
export function page(
  title: string,
  body: string,
  figures: readonly PageFigure[],
  plotly: string,
  style = '',
): string {
  const { light, dark } = PAGE;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
:root { color-scheme: light dark; --text: ${light.text}; --ground: ${light.background}; --line: ${light.grid}; --quiet: ${light.quiet}; }
@media (prefers-color-scheme: dark) { :root { --text: ${dark.text}; --ground: ${dark.background}; --line: ${dark.grid}; --quiet: ${dark.quiet}; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); max-width: 60rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; margin: .75rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .8rem; border-bottom: 1px solid var(--line); text-align: right; } th:first-child, td:first-child { text-align: left; }
caption { text-align: left; } .quiet { color: var(--quiet); } .figure { width: 100%; min-height: 320px; }
${style}</style>
</head>
<body>
${body}
<script>${plotly.replaceAll('</script', '<\\/script')}</script>
<script>
const figures = ${JSON.stringify(figures).replaceAll('<', '\\u003c')};
const dark = window.matchMedia('(prefers-color-scheme: dark)');
function draw() {
  for (const figure of figures) {
    const { data, layout } = dark.matches ? figure.dark : figure.light;
    Plotly.react(figure.id, data, layout, { displayModeBar: false, responsive: true });
  }
}
dark.addEventListener('change', draw);
draw();
</script>
</body>
</html>
`;
}
