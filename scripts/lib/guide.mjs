/**
 * Reads the guide to the language: its examples as whole specs, what it says of them, and the pictures of them.
 *
 * In the guide's text, comments that no reader sees say what is what:
 * - `<!-- lends -->` before an example: its beat types and classes may be used by fragments.
 * - `<!-- mistake ECG312 -->` before an example: it has exactly these problems.
 * - `<!-- render --class AF --seconds 6 -->` after an example, one for each picture that follows: how the command line
 *   draws it.
 *
 * An example that does not start with `ecgspec: 1` is a fragment: keys of a spec with the rest left out.
 */

const BLOCK = /```yaml\n([^]*?)```/g;
const RENDER = /<!-- render (.*?) -->/g;
const IMAGE = /!\[([^\]]*)\]\(pictures\/language\/([\w-]+\.svg)\)/g;

/** What a fragment says nothing of: short strips, sampled just finely enough for a small picture. */
const RECORDING = 'recording: { rate: 250 Hz, duration: 10 s }';

/**
 * @param {string} markdown
 * @returns {import('./guide.d.mts').Example[]}
 */
export function readGuide(markdown) {
  const blocks = [...markdown.matchAll(BLOCK)].map((match) => ({
    text: match[1],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const found = blocks.map(({ text, start, end }, i) => {
    const before = markdown.slice(blocks[i - 1]?.end ?? 0, start);
    const after = markdown.slice(end, blocks[i + 1]?.start ?? markdown.length);
    const mistake = /<!-- mistake (.*?) -->\s*$/.exec(before);
    return {
      heading: [...markdown.slice(0, start).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? '',
      line: markdown.slice(0, start).split('\n').length + 1,
      text,
      lends: /<!-- lends -->\s*$/.test(before),
      mistakes: mistake ? mistake[1].split(/\s+/) : [],
      pictures: picturesIn(after, start, markdown),
    };
  });
  const lent = found.filter(({ lends }) => lends).map(({ text }) => text);
  return found.map((example) => ({ ...example, spec: wholeSpec(example.text, lent.join('\n')) }));
}

function picturesIn(text, start, markdown) {
  const commands = [...text.matchAll(RENDER)].map((match) => wordsOf(match[1]));
  const images = [...text.matchAll(IMAGE)];
  if (commands.length !== images.length) {
    const line = markdown.slice(0, start).split('\n').length;
    throw new Error(
      `The example in line ${line} of the guide has ${images.length} pictures and ${commands.length} "render" comments.`,
    );
  }
  return images.map(([, words, file], i) => ({ file, words, args: commands[i] }));
}

/** As a shell would part them: `--class "Mobitz II"`. */
const wordsOf = (text) => [...text.matchAll(/"([^"]*)"|\S+/g)].map((match) => match[1] ?? match[0]);

/** An example as a spec that can be drawn: what a fragment leaves out is lent to it. */
function wholeSpec(text, lender) {
  if (text.startsWith('ecgspec:')) return text;
  const has = (key) => new RegExp(`^${key}:`, 'm').test(text);
  const ownBeats = Object.keys(entries(text, 'beats'));
  const classes = has('classes')
    ? ''
    : ownBeats.length > 0
      ? `classes:\n${ownBeats.map((name) => `  ${name}: { beat: ${name}, rhythm: { type: sinus, rate: 65 bpm } }`).join('\n')}\n`
      : lentSection('classes', entries(lender, 'classes'), ['NSR']);
  const whole = lend(`${text}${classes}`, lender, 'classes');
  return `ecgspec: 1\n${has('recording') ? '' : `${RECORDING}\n`}${lend(whole, lender, 'beats')}`;
}

/** Adds to a section the lender's entries that the text names and does not have. */
function lend(text, lender, section) {
  const offered = entries(lender, section);
  const own = entries(text, section);
  const wanted = new Set();
  const want = (within) => {
    for (const name of Object.keys(offered)) {
      // As a value or a key with a weight: "beat: normal", "{ pvc: 70 %".
      if (wanted.has(name) || name in own || !new RegExp(`[:{,] ?${name}\\b`).test(within)) continue;
      wanted.add(name);
      want(offered[name]);
    }
  };
  want(text);
  if (wanted.size === 0) return text;
  const lines = lentSection(section, offered, [...wanted]);
  return new RegExp(`^${section}:\n`, 'm').test(text)
    ? text.replace(new RegExp(`^${section}:\n`, 'm'), lines)
    : `${text}${lines}`;
}

const lentSection = (section, offered, names) =>
  `${section}:\n${names.map((name) => offered[name]).join('')}`;

/** The entries of a section in block style, by name, each with its lines. */
function entries(text, section) {
  const found = {};
  const lines = text.split('\n');
  let name;
  for (let i = lines.findIndex((line) => line === `${section}:`) + 1; i > 0 && i < lines.length; i++) {
    if (/^\S/.test(lines[i])) break;
    const key = /^ {2}([A-Za-z][\w '-]*):/.exec(lines[i])?.[1];
    if (key) found[(name = key)] = '';
    if (name && lines[i].trim() !== '') found[name] += `${lines[i]}\n`;
  }
  return found;
}

/**
 * The guide with the problem codes that the program has now, each under a heading of its own: VS Code's preview scrolls to
 * headings only.
 * @param {string} markdown
 * @param {Readonly<Record<string, {severity: string, title: string, explanation: string}>>} codes
 */
export function withCodes(markdown, codes) {
  const kinds = { error: 'error', warning: 'warning', info: 'hint' };
  const sections = Object.entries(codes).map(
    ([code, { severity, title, explanation }]) =>
      `#### ${code}\n\n**${title}** (${kinds[severity]}). ${explanation}\n`,
  );
  return markdown.replace(
    /(<!-- codes -->\n)[^]*?(\n<!-- \/codes -->)/,
    (_, start, end) => `${start}\n${sections.join('\n')}${end}`,
  );
}
