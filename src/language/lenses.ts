import type { Range } from '../spec/problem';
import type { Spec } from '../spec/types';
import type { Subject } from './names';
import type { SpecText } from './text';

/** What stands above a beat type or a class to be clicked. */
export type Lens = { readonly range: Range; readonly title: string } & (
  | { readonly action: 'preview'; readonly subject: Subject }
  | { readonly action: 'generate'; readonly class: string }
  | { readonly action: 'references' }
);

/** @param spec what the text means, where it means something: then the strips can be counted */
export function lensesOf({ names }: SpecText, spec: Spec | undefined): Lens[] {
  return names.flatMap((name): Lens[] => {
    if (name.role !== 'definition' || name.kind === 'wave') return [];
    const { range } = name;
    const used = names.filter(
      ({ kind, role, name: other }) => kind === name.kind && role === 'reference' && other === name.name,
    ).length;
    const references: Lens = {
      range,
      title: `${used} ${used === 1 ? 'reference' : 'references'}`,
      action: 'references',
    };
    if (name.kind === 'beat') {
      const subject: Subject = { kind: 'beat', beat: name.name };
      return [{ range, title: 'Preview', action: 'preview', subject }, references];
    }
    const count = spec?.dataset.strips.find(({ class: of }) => of === name.name)?.count;
    const strips = count ? ` (${count.toLocaleString('en')} ${count === 1 ? 'strip' : 'strips'})` : '';
    return [
      { range, title: 'Preview', action: 'preview', subject: { kind: 'class', class: name.name } },
      // A class whose count is 0 has nothing to generate.
      ...(count === 0
        ? []
        : [
            {
              range,
              title: `Generate this class${strips}`,
              action: 'generate',
              class: name.name,
            } as const,
          ]),
      ...(used > 0 ? [references] : []),
    ];
  });
}
