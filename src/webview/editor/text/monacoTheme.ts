import { toHex, type Theme } from '../../shared/theme';
import { monaco } from './monaco';

const BASE = { light: 'vs', dark: 'vs-dark', 'hc-dark': 'hc-black', 'hc-light': 'hc-light' } as const;

const ON_DARK = meanings('4ec9b0', 'dcdcaa', '9cdcfe', 'b5cea8', '569cd6', 'c586c0', '4fc1ff');

/** Keys, strings and numbers of YAML as VS Code's own themes colour them; a webview is not told token colours. */
const TOKENS: Record<Theme['kind'], monaco.editor.ITokenThemeRule[]> = {
  light: [
    ...yamlTokens('800000', '0451a5', '098658', '008000'),
    ...meanings('267f99', '795e26', '001080', '098658', '0000ff', 'af00db', '0070c1'),
  ],
  dark: [...yamlTokens('569cd6', 'ce9178', 'b5cea8', '6a9955'), ...ON_DARK],
  'hc-dark': [...yamlTokens('569cd6', 'ce9178', 'b5cea8', '7ca668'), ...ON_DARK],
  'hc-light': [
    ...yamlTokens('0f4a85', '0f4a85', '096d48', '515151'),
    ...meanings('185e73', '5e2cbc', '001080', '096d48', '0f4a85', '8f1f7a', '02715d'),
  ],
};

/** What src/language tells apart, as `registerLanguage` names it. */
function meanings(
  beat: string,
  className: string,
  wave: string,
  number: string,
  unit: string,
  anchor: string,
  choice: string,
): monaco.editor.ITokenThemeRule[] {
  return [
    { token: 'ecgspec-beat', foreground: beat },
    { token: 'ecgspec-beat.definition', foreground: beat, fontStyle: 'bold' },
    { token: 'ecgspec-class', foreground: className },
    { token: 'ecgspec-class.definition', foreground: className, fontStyle: 'bold' },
    { token: 'ecgspec-wave', foreground: wave },
    { token: 'ecgspec-number', foreground: number },
    { token: 'ecgspec-unit', foreground: unit },
    { token: 'ecgspec-anchor', foreground: anchor },
    { token: 'ecgspec-choice', foreground: choice },
  ];
}

function yamlTokens(key: string, text: string, number: string, comment: string) {
  return [
    { token: 'type.yaml', foreground: key },
    { token: 'string.yaml', foreground: text },
    { token: 'number.yaml', foreground: number },
    { token: 'comment.yaml', foreground: comment },
  ];
}

/** Gives Monaco the colours of the VS Code theme on the page. */
export function applyMonacoTheme(theme: Theme): void {
  const name = `ecgspec-${theme.kind}`;
  monaco.editor.defineTheme(name, {
    base: BASE[theme.kind],
    inherit: true,
    rules: TOKENS[theme.kind],
    colors: workbenchColors(),
  });
  monaco.editor.setTheme(name);
}

/** The colours that VS Code writes on the page as `--vscode-editor-background` and so on, by their ids. */
function workbenchColors(): Record<string, string> {
  const colors: Record<string, string> = {};
  const { style } = document.documentElement;
  for (let i = 0; i < style.length; i++) {
    const property = style.item(i);
    if (!property.startsWith('--vscode-')) continue;
    const hex = toHex(style.getPropertyValue(property).trim());
    if (hex !== undefined) colors[property.slice('--vscode-'.length).replaceAll('-', '.')] = hex;
  }
  return colors;
}
