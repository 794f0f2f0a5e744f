import type { Baseline } from '../../protocol';
import type { Comparison } from './preview/comparison';

export interface CompareChoiceOptions {
  /** Asks the host for the spec as it was; null: not any more. */
  wantBaseline(of: Baseline | null): void;
  /** Asks the host for a recording. */
  chooseLead(): void;
  /** Something else is compared with. */
  compare(comparison: Comparison | null): void;
  /** Says why there is nothing to compare with. */
  say(text: string): void;
}

/** What strips and beats are compared with: an earlier state of the spec, another class, or a recording. */
export class CompareChoice {
  readonly element = document.createElement('select');
  private classes: readonly string[] = [];
  private lead: { readonly name: string; readonly comparison: Comparison } | undefined;
  private chosen = '';

  constructor(private readonly options: CompareChoiceOptions) {
    const { element } = this;
    element.className = 'choice compare';
    element.title = 'What is drawn over the strips and the beat, in another colour';
    element.setAttribute('aria-label', 'Compare with');
    element.addEventListener('change', () => this.choose(element.value));
    this.fill();
  }

  setClasses(classes: readonly string[]): void {
    if (classes.join('\n') === this.classes.join('\n')) return;
    this.classes = classes;
    this.fill();
  }

  /** The host answers with the spec as it was. */
  setBaseline(of: Baseline, text: string | null, reason: string | undefined): void {
    if (this.chosen !== of) return;
    if (text === null) {
      this.options.say(reason ?? 'There is nothing to compare with.');
      this.choose('');
    } else this.options.compare({ kind: 'text', text });
  }

  /** A recording was chosen. */
  setLead(name: string, samples: Float32Array, rate: number): void {
    this.lead = { name, comparison: { kind: 'lead', samples, rate } };
    this.choose('lead');
  }

  private choose(value: string): void {
    const { options } = this;
    // The choice stays as it was until there is a recording.
    if (value === 'recording') {
      this.element.value = this.chosen;
      options.chooseLead();
      return;
    }
    this.chosen = value;
    this.fill();
    options.wantBaseline(value === 'saved' || value === 'head' ? value : null);
    if (value === 'saved' || value === 'head') return;
    const name = /^class (.*)$/s.exec(value)?.[1];
    options.compare(
      name !== undefined
        ? { kind: 'class', class: name }
        : value === 'lead'
          ? (this.lead?.comparison ?? null)
          : null,
    );
  }

  private fill(): void {
    const { element, classes, lead, chosen } = this;
    const group = (label: string, options: readonly HTMLOptionElement[]): HTMLOptGroupElement => {
      const found = document.createElement('optgroup');
      found.label = label;
      found.append(...options);
      return found;
    };
    element.replaceChildren(
      new Option('Compare with…', ''),
      group('This spec before', [
        new Option('Saved file', 'saved'),
        new Option('Last commit (HEAD)', 'head'),
      ]),
      group(
        'Another class',
        classes.map((name) => new Option(name, `class ${name}`)),
      ),
      group('A recording', [
        ...(lead === undefined ? [] : [new Option(lead.name, 'lead')]),
        new Option('Choose a recording…', 'recording'),
      ]),
    );
    element.value = chosen;
    // A class that is gone.
    if (element.value !== chosen) this.choose('');
  }
}
