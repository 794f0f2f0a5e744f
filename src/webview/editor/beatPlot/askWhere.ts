import type { Heirs } from '../../../spec/handles';
import { createButton } from '../../shared/toolkit';

export type Where = 'source' | 'here';

/** Asks whether a change of inherited values is meant for all who have them, or for one beat type alone. */
export class AskWhere {
  readonly element = document.createElement('div');
  private answer: ((where: Where | undefined) => void) | undefined;

  constructor() {
    this.element.className = 'ask-where';
    this.element.setAttribute('role', 'dialog');
    this.element.setAttribute('aria-label', 'Where to write the change');
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close(undefined);
    });
  }

  /** @returns undefined where the change is not meant after all */
  ask(wave: string, beat: string, { owner, beats }: Heirs): Promise<Where | undefined> {
    this.close(undefined);
    const title = document.createElement('p');
    title.textContent = `${beat} has its ${wave} wave from ${owner}.`;
    const others = beats.filter((name) => name !== owner && name !== beat);
    const source = createButton({
      label: `Change ${owner}`,
      appearance: 'primary',
      title: `Also changes ${[owner, ...others].join(', ')}`,
      onClick: () => this.close('source'),
    });
    const here = createButton({
      label: `Change ${beat} only`,
      title: `Writes the value into ${beat}, where it overrides what ${owner} says`,
      onClick: () => this.close('here'),
    });
    const cancel = createButton({ label: 'Cancel', onClick: () => this.close(undefined) });
    const concerned = document.createElement('p');
    concerned.className = 'concerned';
    concerned.textContent =
      others.length === 0
        ? ''
        : `${owner} also gives it to ${others.slice(0, 6).join(', ')}${others.length > 6 ? ' …' : ''}.`;
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    buttons.append(source, here, cancel);
    this.element.replaceChildren(title, concerned, buttons);
    this.element.hidden = false;
    source.focus();
    return new Promise((resolve) => (this.answer = resolve));
  }

  close(where: Where | undefined): void {
    this.element.hidden = true;
    const { answer } = this;
    this.answer = undefined;
    answer?.(where);
  }
}
