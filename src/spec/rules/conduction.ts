import type { Conduction } from '../types';
import { type ClassRule, claims } from './rule';

const BLOCKS: readonly (readonly [
  called: string,
  words: readonly string[],
  types: readonly Conduction['type'][],
])[] = [
  ['Wenckebach block', ['Wenckebach', 'Mobitz I', 'Mobitz 1'], ['wenckebach']],
  ['Mobitz II block', ['Mobitz II', 'Mobitz 2'], ['mobitz-2']],
  [
    'complete heart block',
    [
      'complete heart block',
      'complete AV block',
      'third-degree',
      'third degree',
      '3rd degree',
      'AV block 3',
      'CHB',
    ],
    ['dissociated'],
  ],
  [
    'second-degree block',
    ['second-degree', 'second degree', '2nd degree', 'AV block 2'],
    ['wenckebach', 'mobitz-2'],
  ],
];

/** ECG430: a second- or third-degree block conducts as it is called. */
export const heartBlock: ClassRule = (c, { report }) => {
  for (const [called, words, types] of BLOCKS) {
    if (!claims(c, ...words)) continue;
    const type = c.conduction?.type;
    if (type && types.includes(type)) return;
    report(
      'ECG430',
      ['classes', c.name, 'conduction'],
      `\`${c.name}\` is called ${called}, but ${type ? `its conduction is \`${type}\`` : 'has no `conduction`'}. Use \`conduction: { type: ${types[0]!} }\`.`,
    );
    return;
  }
};
