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

/** As many beat types and classes as the language allows; a text with more has no lenses rather than slow ones. */
const MOST = 400;

/** @param spec what the text means, where it means something: then the strips can be counted */
export function lensesOf({ names }: SpecText, spec: Spec | undefined): Lens[] {
  const heads = names.filter(({ kind, role }) => kind !== 'wave' && role === 'definition');
  if (heads.length > MOST) return [];
  const uses = new Map<string, number>();
  for (const { kind, name, role } of names) {
    if (role === 'reference') uses.set(`${kind} ${name}`, (uses.get(`${kind} ${name}`) ?? 0) + 1);
  }
  return heads.flatMap((name): Lens[] => {
    const { range } = name;
    const used = uses.get(`${name.kind} ${name.name}`) ?? 0;
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
