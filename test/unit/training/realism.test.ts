import { expect, it } from 'vitest';
import { figuresOf } from '../../../src/training/realism/figures';
import { realismBody, realismPage } from '../../../src/training/realism/page';
import { parseRealism, standingOut, timesFloor } from '../../../src/training/realism/report';
import { REALISM } from './realismReport';

const COLORS = {
  background: '#ffffff',
  text: '#000000',
  grid: '#dddddd',
  synthetic: '#0000ff',
  real: '#ff0000',
};

it('reads its own format and nothing else', () => {
  expect(parseRealism(JSON.stringify(REALISM))).toEqual(REALISM);
  expect(() => parseRealism('{')).toThrow('not JSON');
  expect(() => parseRealism('{"format":"ecgspec-report","classes":[]}')).toThrow('not a comparison');
  expect(() => parseRealism(JSON.stringify({ ...REALISM, version: 2 }))).toThrow('version 2');
});

it('names what tells synthetic from real beyond chance, and only that', () => {
  const [nsr, vf] = REALISM.classes;
  expect(standingOut(nsr!).map(({ key }) => key)).toEqual(['pr']);
  expect(standingOut(vf!)).toEqual([]);
  expect(timesFloor(0.6, 0.1)).toBeCloseTo(6);
  expect(timesFloor(0.6, null)).toBeUndefined();
  const body = realismBody(REALISM);
  expect(body).toContain('NSR: most apart are PR interval (median 160 ms synthetic, 170 ms real).');
  expect(body).toContain('VF: no measure tells');
  expect(body).toContain('too few real patients to say what is chance');
  expect(body).toContain('WPW is left out: no real strip');
});

it('takes text out of files as text', () => {
  const body = realismBody({
    ...REALISM,
    dataset: { ...REALISM.dataset, name: '<img src=x onerror=alert(1)>' },
  });
  expect(body).not.toContain('<img');
  expect(body).toContain('Somebody &lt;b&gt;generous&lt;/b&gt;');
});

it('has an element for every picture, and says in words what each shows', () => {
  const page = realismPage(REALISM, 'window.Plotly = {}');
  const figures = REALISM.classes.flatMap((one, i) => figuresOf(one, i));
  expect(figures).toHaveLength(2 + 2 + 1 + 1 + 1);
  expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
  for (const { id, description, draw } of figures) {
    expect(page).toContain(`<div id="${id}" role="img" aria-label="`);
    expect(page).toContain(description);
    // Two sides that differ by more than their colour.
    const dashes = draw(COLORS).data.map((trace) => (trace as { line?: { dash?: string } }).line?.dash);
    expect(dashes).toEqual(expect.arrayContaining(['dot', 'solid']));
  }
});
