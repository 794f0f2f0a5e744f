/** Whether every word of a search begins a word, or is within one, of what is searched; without regard to case and accents. */
export function matches(search: string, texts: readonly string[]): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/\p{Diacritic}/gu, '')
      .toLowerCase();
  const all = plain(texts.join(' '));
  return plain(search)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
