/** The files that the spec editor's page is made of, in `dist/webview`. */
const EDITOR_ASSETS = {
  script: 'editor.js',
  style: 'editor.css',
  editorWorker: 'editor.worker.js',
  yamlWorker: 'yaml.worker.js',
  previewWorker: 'preview.worker.js',
  modelWorker: 'model.worker.js',
  modelRuntime: 'ort-wasm-simd-threaded.wasm',
} as const;

/** Where the page finds what it loads late. */
export type EditorPageConfig = Readonly<
  Record<'editorWorker' | 'yamlWorker' | 'previewWorker' | 'modelWorker' | 'modelRuntime', string>
>;

/** Id of the element that carries the page's configuration as JSON. */
export const CONFIG_ELEMENT = 'ecgspec-config';

export interface PageOptions {
  readonly title: string;
  /** Fresh random value of this page; only the page's script and the modules it imports carry it and run. */
  readonly nonce: string;
  /** `webview.cspSource`: where the page's own files come from. */
  readonly cspSource: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** Whether its workers compile WebAssembly. */
  readonly webAssembly?: boolean;
  /** JSON-safe; the page reads it with `readConfig`. */
  readonly config?: unknown;
  /** What is shown until the script has run; trusted HTML. */
  readonly body?: string;
}

/** The HTML of a webview page: strict CSP, one script, its styles and its configuration. */
export function buildPage(options: PageOptions): string {
  const { nonce, cspSource } = options;
  const csp = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'${options.webAssembly ? " 'wasm-unsafe-eval'" : ''}`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource} data:`,
    `worker-src blob:`,
    `connect-src ${cspSource}`,
    `img-src ${cspSource} data: blob:`,
  ].join('; ');
  const styles = options.styles.map((uri) => `<link rel="stylesheet" href="${escapeHtml(uri)}">`).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
${styles}
</head>
<body>
<div id="app">${options.body ?? ''}</div>
<template id="${CONFIG_ELEMENT}" data-json="${escapeHtml(JSON.stringify(options.config ?? {}))}"></template>
<script type="module" nonce="${nonce}" src="${escapeHtml(options.script)}"></script>
</body>
</html>
`;
}

/**
 * The spec editor's page.
 * @param asset URI of a file of `dist/webview`
 */
export function editorPage(options: {
  readonly nonce: string;
  readonly cspSource: string;
  readonly asset: (name: string) => string;
}): string {
  const { nonce, cspSource, asset } = options;
  const config: EditorPageConfig = {
    editorWorker: asset(EDITOR_ASSETS.editorWorker),
    yamlWorker: asset(EDITOR_ASSETS.yamlWorker),
    previewWorker: asset(EDITOR_ASSETS.previewWorker),
    modelWorker: asset(EDITOR_ASSETS.modelWorker),
    modelRuntime: asset(EDITOR_ASSETS.modelRuntime),
  };
  return buildPage({
    title: 'ECG Spec',
    nonce,
    cspSource,
    script: asset(EDITOR_ASSETS.script),
    styles: [asset(EDITOR_ASSETS.style)],
    webAssembly: true,
    config,
    body: '<p class="loading" role="status">Opening the spec…</p>',
  });
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
