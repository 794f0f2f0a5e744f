export type TabName = 'strips' | 'distributions';

/** Two panels of which one is seen; Left and Right go from one tab to the other. */
export class Tabs {
  readonly element = document.createElement('div');
  private readonly tabs = new Map<TabName, { readonly tab: HTMLElement; readonly panel: HTMLElement }>();
  private current: TabName = 'strips';

  constructor(
    labels: Readonly<Record<TabName, string>>,
    private readonly onSelect: (name: TabName) => void,
  ) {
    this.element.className = 'tabs';
    this.element.setAttribute('role', 'tablist');
    for (const [name, label] of Object.entries(labels) as [TabName, string][]) {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.id = `tab-${name}`;
      tab.textContent = label;
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', `panel-${name}`);
      tab.addEventListener('click', () => this.choose(name));
      const panel = document.createElement('div');
      panel.id = `panel-${name}`;
      panel.className = `panel ${name}`;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
      this.tabs.set(name, { tab, panel });
      this.element.append(tab);
    }
    this.element.addEventListener('keydown', ({ key }) => {
      if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
      this.choose(this.current === 'strips' ? 'distributions' : 'strips');
      this.tabs.get(this.current)!.tab.focus();
    });
    this.select(this.current);
  }

  get selected(): TabName {
    return this.current;
  }

  panel(name: TabName): HTMLElement {
    return this.tabs.get(name)!.panel;
  }

  /** Shows a panel without telling. */
  select(name: TabName): void {
    this.current = name;
    for (const [other, { tab, panel }] of this.tabs) {
      tab.setAttribute('aria-selected', String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      panel.hidden = other !== name;
    }
  }

  private choose(name: TabName): void {
    this.select(name);
    this.onSelect(name);
  }
}
