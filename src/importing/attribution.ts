import { REASONS } from './reasons';
import type { ImportSummary } from './summary';

/** ATTRIBUTION.md of an import: where its strips are from, and what was done to them, for whoever gets the folder. */
export function attributionText(summary: ImportSummary): string {
  const { source, generator, created, asked } = summary;
  const list = (counts: Readonly<Record<string, number>>, unit = ''): string =>
    Object.entries(counts)
      .map(
        ([name, strips]) =>
          `${name}${unit} (${strips.toLocaleString('en')} ${strips === 1 ? 'strip' : 'strips'})`,
      )
      .join(', ');
  return `# Where these strips are from

${summary.strips.toLocaleString('en')} strips of ${summary.seconds} s at ${summary.rate} Hz, imported by ${generator} on ${created.slice(0, 10)} from the folder "${source.folder}"
(${source.files.toLocaleString('en')} files) with the labels of "${source.table.name}" (${source.table.rows.toLocaleString('en')} rows, SHA-256 ${source.table.sha256}).

## Source and licence

${summary.attribution === '' ? "Not said. The strips are under the terms of the recordings that they were cut from: write here which these are, whom to cite, and what was agreed with the patients or the data's keeper." : summary.attribution}

## Changes made

- One lead: ${list(summary.leads)}.
- Resampled from ${list(summary.rates, ' Hz')} to ${summary.rate} Hz by a windowed sinc (Kaiser, 80 dB): up to 0.84 of half the lower rate everything
  is kept, nothing above half is. Recordings at ${summary.rate} Hz already were left as they are.
- Cut to ${summary.seconds} s (${asked['start-column'] === undefined ? `cut: ${asked['cut']}` : `begins as column "${asked['start-column']}" says`}), rounded to whole microvolts, stored as int16. No other filter.
- Labels: ${asked['map'] ?? 'as they are'}.
- Left out: ${summary.dropped.map(({ reason, count }) => `${REASONS[reason][0].toLowerCase()} ${count.toLocaleString('en')}`).join(', ') || 'nothing'}; \`dropped.csv\` has each with its reason.

| file | what |
|---|---|
| \`strips.npy\` | int16, (${summary.strips}, ${summary.samples}), ${summary.rate} Hz, 1 unit = 1 µV |
| \`strips.csv\` | one row per strip: record, start (s), patient, class, labels of the source, lead, rate of the source, line of the table |
| \`recordings.json\` | what the trainer needs to know to read them |
| \`dropped.csv\` | what was left out and why |
| \`import.json\`, \`summary.html\` | the summary, for programs and for people |

\`strips.csv\` names records and patients as the source does. Where these names could tell who somebody is, so could this folder.
`;
}
