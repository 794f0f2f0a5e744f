import { escape } from '../html';
import { page, PAGE } from '../page';
import { figuresOf, type RealismColors } from './figures';
import { standingOut, timesFloor, type ClassRealism, type MeasureReport, type RealismReport } from './report';

const TITLE = 'How near the synthetic strips are to real ones';
const LIGHT: RealismColors = { ...PAGE.light, synthetic: '#0550ae', real: '#8a5a00' };
const DARK: RealismColors = { ...PAGE.dark, synthetic: '#6cb6ff', real: '#e3a008' };

/** Styles of what `realismBody` has beside text and tables. */
const STYLE = `.small-figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; }
.small-figures figure, .wide-figure { margin: 0; } figcaption { font-size: .85rem; }
.wide { overflow-x: auto; }
`;

/** The comparison as one self-contained page; Plotly, whose text is given, draws its pictures. */
export function realismPage(report: RealismReport, plotly: string): string {
  const figures = report.classes.flatMap((one, i) =>
    figuresOf(one, i).map(({ id, draw }) => ({ id, light: draw(LIGHT), dark: draw(DARK) })),
  );
  return page(TITLE, realismBody(report), figures, plotly, STYLE);
}

/**
 * What a comparison says, as HTML without a script: all text is escaped. Each picture of `figuresOf` goes into the
 * element with its id.
 */
export function realismBody(report: RealismReport): string {
  const patients = report.classes.reduce((sum, one) => sum + one.real.patients, 0);
  const strips = report.classes.reduce((sum, one) => sum + one.real.strips, 0);
  return `<h1>${TITLE}</h1>
<p>The data set “${escape(report.dataset.name)}” beside ${strips.toLocaleString('en')} real strips from “${escape(report.real.name)}” (${patients.toLocaleString('en')} patients, counted in each class). Both went through the same filters and measurements, so what these do wrong they do wrong to both.</p>
<p>A distance says little by itself. Beside each stands, in brackets, the distance between two random halves of the real patients: that is what “the same” looks like with so many strips.</p>
${overview(report.classes)}
<ul>
${report.classes.map((one) => `<li>${escape(verdict(one))}</li>`).join('\n')}
</ul>
${report.classes.map(section).join('\n')}
<h2>How it was measured</h2>
${method(report)}`;
}

/** One sentence on what tells a class's synthetic strips from its real ones. */
function verdict(one: ClassRealism): string {
  const apart = standingOut(one).map(
    (measure) =>
      `${measure.title} (median ${value(measure.synthetic.median, measure.unit)} synthetic, ${value(measure.real.median, measure.unit)} real)`,
  );
  const few = one.real.patients < 8 ? ' There are too few real patients to say what is chance.' : '';
  return apart.length === 0
    ? `${one.class}: no measure tells synthetic from real clearly better than chance.${few}`
    : `${one.class}: most apart are ${apart.join(', ')}.${few}`;
}

function overview(classes: readonly ClassRealism[]): string {
  const measures = classes[0]?.measures ?? [];
  const cells = (
    of: (one: ClassRealism) => { value: number | null; floor: number | null | undefined },
  ): string =>
    classes
      .map((one) => {
        const { value: got, floor } = of(one);
        return `<td>${distance(got, floor)}</td>`;
      })
      .join('');
  const rows = measures.map(
    ({ title }, n) =>
      `<tr><th scope="row">${escape(title)}</th>${cells(({ measures: all }) => ({ value: all[n]!.ks, floor: all[n]!.floor?.ks }))}</tr>`,
  );
  return `<div class="wide"><table>
<caption class="quiet">Measures: Kolmogorov–Smirnov statistic, 0 (the same) to 1 (nothing shared). Spectrum: Jensen–Shannon divergence, bit. Beat: maximum mean discrepancy.</caption>
<thead><tr><th></th>${classes.map((one) => `<th scope="col">${escape(one.class)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
<tr><th scope="row">Spectrum</th>${cells(({ spectrum }) => ({ value: spectrum.divergence, floor: spectrum.floor }))}</tr>
<tr><th scope="row">Beat</th>${cells(({ beats }) => ({ value: beats?.mmd ?? null, floor: beats?.floor }))}</tr>
</tbody>
</table></div>`;
}

/** Such as `0.25 (0.08)`, in bold where it is over twice what chance does. */
function distance(got: number | null, floor: number | null | undefined): string {
  const text = `${number(got)} <span class="quiet">(${number(floor ?? null)})</span>`;
  return (timesFloor(got, floor) ?? 0) > 2 ? `<strong>${text}</strong>` : text;
}

function section(one: ClassRealism, i: number): string {
  const figures = figuresOf(one, i);
  const figure = (kind: 'wide' | 'small', { id, title, description }: (typeof figures)[number]): string =>
    `<figure${kind === 'wide' ? ' class="wide-figure"' : ''}><div id="${id}" role="img" aria-label="${escape(`${title}. ${description}`)}"></div><figcaption>${escape(title)}<br><span class="quiet">${escape(description)}</span></figcaption></figure>`;
  const wide = figures.filter(({ kind }) => kind === 'wide');
  const small = figures.filter(({ kind }) => kind === 'small');
  const beats = one.beats;
  return `<h2>${escape(one.class)}</h2>
<p class="quiet">${one.synthetic.strips.toLocaleString('en')} synthetic strips; ${one.real.strips.toLocaleString('en')} real strips of ${one.real.patients.toLocaleString('en')} patients. Solid lines are synthetic, dotted lines real.</p>
${wide.map((each) => figure('wide', each)).join('\n')}
<div class="small-figures">
${small.map((each) => figure('small', each)).join('\n')}
</div>
${beats === null ? '<p class="quiet">One side has too few strips with beats alike enough to be averaged, so beats are not compared.</p>' : `<p>A real beat’s nearest synthetic one is ${value(beats.nearest, 'mV')} away (median, root mean square); its nearest of another real patient ${value(beats.nearestReal, 'mV')}.</p>`}
<div class="wide"><table>
<thead><tr><th>Measure</th><th>Synthetic: median (5–95 %)</th><th>Real: median (5–95 %)</th><th>Measured in (synthetic, real)</th><th>KS</th><th>Wasserstein</th></tr></thead>
<tbody>
${one.measures.map(row).join('\n')}
</tbody>
</table></div>`;
}

function row(measure: MeasureReport): string {
  const { unit, synthetic, real } = measure;
  const side = ({ median, p5, p95 }: MeasureReport['real']): string =>
    median === null ? '–' : `${escape(value(median, unit))} (${number(p5)}–${number(p95)})`;
  const share = (part: number): string => `${Math.round(100 * part)} %`;
  return `<tr><td>${escape(measure.title)}</td><td>${side(synthetic)}</td><td>${side(real)}</td><td>${share(synthetic.share)}, ${share(real.share)}</td><td>${distance(measure.ks, measure.floor?.ks)}</td><td>${distance(measure.wasserstein, measure.floor?.wasserstein)} ${escape(unit)}</td></tr>`;
}

function method(report: RealismReport): string {
  const lines = [
    `Strips of ${number(report.stripSeconds)} s at ${report.measuredAt} Hz between 0.5 and 40 Hz. R peaks: band-pass, slope, square and moving average after Pan and Tompkins (1985). Intervals and amplitudes are those of the median of each strip’s most common kind of beat; where no P or T wave rises clearly above the line under it, there is none.`,
    'Of the real patients each gives as many strips as any other, as far as they have them. Halves never split a patient; the mean of 20 random halvings is shown, and none below 8 patients. Since halves hold fewer strips than the whole, their distance is rather too large than too small.',
    ...report.leftOut.map(({ reason }) => reason),
    `Every strip’s measures are in measures.csv and all distances in distances.csv beside this page. Took ${Math.round(report.seconds)} s (${report.created}).`,
    report.real.attribution ? `Data: ${report.real.attribution}` : '',
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `<p>${escape(line)}</p>`)
    .join('\n');
}

/** Three significant digits; a dash for what could not be measured. */
function number(got: number | null): string {
  return got === null ? '–' : String(Number(got.toPrecision(3))).replace('-', '−');
}

function value(got: number | null, unit: string): string {
  return got === null ? '–' : `${number(got)} ${unit}`;
}
