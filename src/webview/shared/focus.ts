/** When to look again whether the focus has arrived, ms after the page got it: a busy VS Code hands it over in steps. */
const LOOKS = [0, 50, 250, 1000];

/** Focuses something in a page that has just loaded, unless the focus has gone elsewhere: the palette closes without it. */
export function takeFocus(focus: () => void): void {
  if (document.hasFocus()) focus();
}

/**
 * Gives the focus back to what had it: VS Code focuses the page (after the palette, another tab, the side bar), and
 * nothing in it, so that what is typed would go nowhere.
 * @param first has the focus until something else in the page had it
 */
export function keepFocus(first: () => void): void {
  let last: Element | undefined;
  let looks: ReturnType<typeof setTimeout>[] = [];
  const stop = (): void => {
    for (const look of looks) clearTimeout(look);
    looks = [];
  };
  document.addEventListener('focusin', ({ target }) => {
    stop();
    if (target instanceof HTMLElement) last = target;
  });
  window.addEventListener('blur', stop);
  window.addEventListener('focus', () => {
    stop();
    // A click focuses the page first and then what was clicked; that comes before the first look.
    looks = LOOKS.map((after) =>
      setTimeout(() => {
        if (!document.hasFocus() || document.activeElement !== document.body) return;
        if (last instanceof HTMLElement && last.isConnected) last.focus({ preventScroll: true });
        else first();
      }, after),
    );
  });
}
