import type { Problem } from '../problem';
import type { Broken } from '../reading';
import { brackets, doubleComma, missingComma, parentheses } from './brackets';
import { missingColon, spacedRatio, twoColons } from './colons';
import { commentWithoutSpace, slashes } from './comments';
import { mergeConflict, notASpec, percent, severalDocuments, tab } from './file';
import { belowValue, dashes, indentation, spacedMinus } from './lines';
import { type Look, Place } from './place';
import { asterisk, block, escape, openQuote, reserved, textAfterQuote } from './quotes';

/**
 * The parser's first error in words for people who have not read the YAML standard. The parser says where it gave
 * up; what the author did is told from the text there: a missing colon, a bracket that stays open, a tab. Mends are
 * offered only where the text can be read further with them.
 */
export function explainSyntax(broken: Broken, text: string): Problem {
  const place = new Place(broken, text);
  for (const look of LOOKS) {
    const found = look(place);
    if (found) return place.problem(found);
  }
  return place.problem({
    message: 'The text cannot be read from here on. Compare it with the lines around.',
  });
}

export const other: Look = ({ error }) => {
  switch (error.code) {
    case 'UNEXPECTED_TOKEN':
      return { message: 'This does not belong here. Look for an open bracket or quote in the lines above.' };
    case 'MISSING_CHAR':
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: 'Something is missing here, most often a colon behind a key, a comma, a bracket or a quote.',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return {
        message:
          'There is a colon too many, or a line break is missing. Write one `key: value` on each line, or several within { } with commas.',
      };
    default:
      return undefined;
  }
};

/** In this order: what explains most comes first. */
const LOOKS: readonly Look[] = [
  notASpec,
  severalDocuments,
  mergeConflict,
  tab,
  percent,
  openQuote,
  textAfterQuote,
  commentWithoutSpace,
  reserved,
  escape,
  asterisk,
  slashes,
  brackets,
  doubleComma,
  spacedMinus,
  parentheses,
  spacedRatio,
  missingComma,
  twoColons,
  missingColon,
  belowValue,
  dashes,
  indentation,
  block,
  other,
];
