import './menu.css';
import { createButton } from './toolkit';

export interface MenuItem {
  readonly label: string;
  readonly onClick: () => void;
}

/** A button with an icon that opens a short menu below it; arrow keys move, Escape closes. */
export function createMenuButton(label: string, icon: string, items: readonly MenuItem[]): HTMLElement {
  const root = document.createElement('div');
  root.className = 'menu-root';
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', label);
  menu.hidden = true;
  const button = createButton({
    label,
    icon,
    iconOnly: true,
    appearance: 'icon',
    onClick: () => (menu.hidden ? open() : close()),
  });
  button.setAttribute('aria-haspopup', 'menu');
  const entries = items.map((item) => {
    const entry = document.createElement('button');
    entry.setAttribute('role', 'menuitem');
    entry.textContent = item.label;
    entry.addEventListener('click', () => {
      close();
      item.onClick();
    });
    return entry;
  });
  menu.append(...entries);
  root.append(button, menu);

  function open(): void {
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    // At the right edge it opens to the left.
    menu.classList.toggle('leftward', root.getBoundingClientRect().left > window.innerWidth - 220);
    entries[0]?.focus();
  }
  function close(): void {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  }
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node) || !root.contains(relatedTarget)) close();
  });
  menu.addEventListener('keydown', (event) => {
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    const way = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
      button.focus();
    } else if (way !== 0) {
      event.preventDefault();
      entries[(at + way + entries.length) % entries.length]?.focus();
    }
  });
  return root;
}
