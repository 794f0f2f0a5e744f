/**
 * Gives the focus back to what had it: VS Code focuses the page (after the palette, another tab, the side bar), and
 * nothing in it, so that what is typed would go nowhere.
 * @param first has the focus until something else in the page had it
 */
export function keepFocus(first: () => void): void {
  let last: Element | undefined;
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = target;
  });
  window.addEventListener('focus', () => {
    // A click focuses the page first and then what was clicked; that comes before this turn.
    setTimeout(() => {
      if (!document.hasFocus() || document.activeElement !== document.body) return;
      if (last instanceof HTMLElement && last.isConnected) last.focus({ preventScroll: true });
      else first();
    });
  });
}
