/** The one place that knows `@vscode/webview-ui-toolkit`, which is deprecated: what replaces it goes here. */
import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';

/** Defines `<vscode-button>`, `<vscode-badge>` and `<vscode-progress-ring>`. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeBadge(), vsCodeButton(), vsCodeProgressRing());
}

export interface ButtonOptions {
  readonly label: string;
  /** Name of a codicon; a button with an icon only says its label to screen readers and as a tooltip. */
  readonly icon?: string;
  readonly iconOnly?: boolean;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly title?: string;
  readonly onClick: () => void;
}

/** A `<vscode-button>`. */
export function createButton(options: ButtonOptions): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', options.appearance ?? 'secondary');
  button.title = options.title ?? options.label;
  if (options.icon !== undefined) {
    const icon = document.createElement('span');
    icon.className = `codicon codicon-${options.icon}`;
    icon.setAttribute('aria-hidden', 'true');
    if (options.iconOnly !== true) icon.slot = 'start';
    button.append(icon);
  }
  if (options.iconOnly === true) button.setAttribute('aria-label', options.label);
  else button.append(options.label);
  button.addEventListener('click', () => {
    if (!button.hasAttribute('disabled')) options.onClick();
  });
  return button;
}

/** Enables or disables a button made here. */
export function setEnabled(button: HTMLElement, enabled: boolean): void {
  button.toggleAttribute('disabled', !enabled);
}

/** Shows a button made here as one that is on or off. */
export function setPressed(button: HTMLElement, pressed: boolean): void {
  button.setAttribute('aria-pressed', String(pressed));
  button.classList.toggle('pressed', pressed);
}
