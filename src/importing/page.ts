import { escapeXml } from '../render';
import { stripPicture } from './picture';
import { REASONS } from './reasons';
import type { ImportSummary } from './summary';

/** A number as text; whatever else a file holds in its place is none, and no tag. */
const grouped = (n: number): string => Number(n).toLocaleString('en');
const count = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`;

/** What an import took and left out as HTML without a script: all text is escaped. */
export function summaryBody(summary: ImportSummary): string {
  const { source, classes, dropped, notes, unused, shown } = summary;
  const left = dropped.reduce((sum, one) => sum + one.count, 0);
  return `<h1>Imported recordings</h1>
<p>${count(summary.strips, 'strip')} of ${grouped(summary.seconds)} s at ${grouped(summary.rate)} Hz from ${count(summary.patients, 'patient')}, out of ${count(source.table.rows, 'row')} of “${escapeXml(source.table.name)}” and ${count(source.files, 'file')} of “${escapeXml(source.folder)}”. ${left === 0 ? 'Nothing was left out.' : `${count(left, 'row or file was', 'rows or files were')} left out.`}</p>
${notes.length === 0 ? '' : `<h2>Before you train</h2>\n<ul class="notes">\n${notes.map((note) => `<li>${escapeXml(note)}</li>`).join('\n')}\n</ul>`}
<h2>Classes</h2>
<table>
<thead><tr><th scope="col">Class</th><th scope="col">Strips</th><th scope="col">Patients</th><th scope="col" class="words">Labels of the table</th></tr></thead>
<tbody>
${classes.map((one) => `<tr><th scope="row">${escapeXml(one.class)}</th><td>${grouped(one.strips)}</td><td>${grouped(one.patients)}</td><td class="words">${escapeXml(pairs(one.labels))}</td></tr>`).join('\n')}
</tbody>
</table>
<p class="quiet">Leads: ${escapeXml(pairs(summary.leads))}. Recorded at ${escapeXml(pairs(summary.rates, ' Hz'))}.</p>
<h2>Left out, and why</h2>
${droppedTable(dropped)}
${unused.length === 0 ? '' : `<p>Labels of rows that were left out for want of a class: ${escapeXml(unused.map(({ label, rows }) => `${label} (${grouped(rows)})`).join(', '))}.</p>`}
<h2>${shown.length === 1 ? 'A strip' : `${capital(NUMBERS[shown.length] ?? String(shown.length))} strips`} as they will be trained on</h2>
<p class="quiet">25 mm/s, 10 mm/mV. Arrows mark the R peaks that are found: where they miss the beats, or the heart rate cannot be right, look at lead, unit and rate again.</p>
${shown.map((strip) => `<figure class="strip">${stripPicture(strip, summary.rate)}</figure>`).join('\n')}
<h2>How it was imported</h2>
<table>
<tbody>
${Object.entries(summary.asked)
  .map(
    ([flag, value]) =>
      `<tr><th scope="row"><code>--${escapeXml(flag)}</code></th><td class="words">${escapeXml(value)}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>
<p class="quiet">${escapeXml(summary.generator)}, ${escapeXml(summary.created)}. Resampled by a windowed sinc that keeps out what ${grouped(summary.rate)} Hz cannot show; rounded to microvolts. ${escapeXml(summary.attribution === '' ? 'Source and licence were not said: write them into ATTRIBUTION.md.' : summary.attribution)}</p>`;
}

function droppedTable(dropped: ImportSummary['dropped']): string {
  if (dropped.length === 0) return '<p>Nothing.</p>';
  const rows = dropped.map(({ reason, count: many, examples }) => {
    const [title, mend] = REASONS[reason] ?? [reason, ''];
    const list = examples.slice(0, 3).map(({ line, record, detail }) => {
      const where = line === null ? '' : ` (line ${line})`;
      return `<li>${escapeXml(`${record}${where} ${detail}`)}</li>`;
    });
    const more = many > list.length ? `<li class="quiet">and ${grouped(many - list.length)} more</li>` : '';
    return `<tr><th scope="row">${escapeXml(title)}</th><td>${grouped(many)}</td><td class="words"><ul>${list.join('')}${more}</ul></td><td class="words">${escapeXml(mend)}</td></tr>`;
  });
  return `<div class="wide"><table>
<thead><tr><th scope="col">Reason</th><th scope="col">Rows</th><th scope="col" class="words">Such as</th><th scope="col" class="words">What to do</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

/** The summary as one page that needs nothing else. */
export function summaryPage(summary: ImportSummary): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Imported recordings</title>
<style>
:root { color-scheme: light dark; --text: #24292f; --ground: #ffffff; --line: #d8dee4; --quiet: #57606a; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --ground: #1b1f24; --line: #3d444d; --quiet: #9198a1; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); max-width: 66rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; margin: .75rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .8rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; } th:first-child, td:first-child { text-align: left; }
.quiet { color: var(--quiet); } .wide { overflow-x: auto; } .words { text-align: left; } td ul { margin: 0; padding-left: 1rem; }
figure { margin: .75rem 0; } figure svg { width: 100%; height: auto; }
</style>
</head>
<body>
${summaryBody(summary)}
</body>
</html>
`;
}

const NUMBERS = ['No', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const pairs = (counts: Readonly<Record<string, number>>, unit = ''): string =>
  Object.entries(counts)
    .map(([name, n]) => `${name}${unit} (${grouped(n)})`)
    .join(', ');
