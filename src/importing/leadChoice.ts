import type { Lead } from '../records';

/** Names that say nothing of which lead it is. */
const NAMELESS =
  /^(?:(?:signal|column|channel|ch|ecg|ekg|value|values|data|lead|x|y|mv|uv|µv|val)[ _-]?\d*|\d*)$/i;

/**
 * The lead that is wanted: the first of `wanted` that there is, by its name or, where leads have no names, by its number from 0.
 * A recording of one lead without a name is taken to be of the lead that is wanted first.
 */
export function chooseLead(leads: readonly Lead[], wanted: readonly string[]): Lead | undefined {
  for (const name of wanted) {
    const found =
      leads.find((lead) => lead.name === name) ?? leads.find((lead) => plain(lead.name) === plain(name));
    if (found !== undefined) return found;
  }
  const nameless = leads.every(({ name }) => NAMELESS.test(name.trim()));
  if (!nameless) return undefined;
  if (leads.length === 1) return { ...leads[0]!, name: wanted[0] ?? leads[0]!.name };
  const number = wanted.find((name) => /^\d+$/.test(name));
  return number === undefined ? undefined : leads[Number(number)];
}

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^(?:lead|ecg|ekg)[ _-]+/, '');
