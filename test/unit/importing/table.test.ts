import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/dataset/formats/csvText';
import { columnOf, parseTable } from '../../../src/importing/table';

describe('a label table', () => {
  it('is read with quotes, other separators, line ends and a byte order mark, and knows its lines', () => {
    const text = '\ufeffname ; label\r\na;"x; ""y""\r\nz"\r\n\r\nb;\r\n';
    expect(parseTable(text, 't.csv')).toEqual({
      name: 't.csv',
      header: ['name', 'label'],
      rows: [
        { line: 2, cells: ['a', 'x; "y"\r\nz'] },
        { line: 5, cells: ['b', ''] },
      ],
    });
    expect(parseTable('a\tb\n1\t2', 't').rows).toEqual([{ line: 2, cells: ['1', '2'] }]);
    expect(parseTable('a,b\n1,', 't').rows).toEqual([{ line: 2, cells: ['1', ''] }]);
    expect(parseTable('only\n1\n2\n', 't').rows).toHaveLength(2);
  });

  it('reads back whatever is written, cell by cell', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', '\r', ';', '\t', 'é', "'") });
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 4 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
          ),
        (rows) => {
          const header = rows[0]!.map((_, i) => `c${i}`);
          const table = parseTable([header, ...rows].map(csvLine).join(''), 't');
          expect(table.rows.map(({ cells }) => cells)).toEqual(rows);
        },
      ),
    );
  });

  it('is refused in a sentence that says where, whatever the text', () => {
    expect(() => parseTable('', 't.csv')).toThrow('t.csv has no rows');
    expect(() => parseTable('a,b\n', 't.csv')).toThrow('t.csv has no rows');
    expect(() => parseTable('a,b\n1,2\n1,2,3\n', 't.csv')).toThrow(
      'Line 3 of t.csv has 3 columns and the header has 2',
    );
    expect(() => parseTable('a,b\n1,"2\n3,4\n', 't.csv')).toThrow(
      'Line 2 of t.csv has a quote that is not closed',
    );
    expect(() => parseTable('a,b\n1,"2"3\n', 't.csv')).toThrow('Line 2 of t.csv has a quote');
    expect(() => parseTable('a,a\n1,2\n', 't.csv')).toThrow('two columns "a"');
    expect(() => columnOf(parseTable('a,b\n1,2', 't.csv'), 'c', '--patient-column')).toThrow(
      't.csv has no column "c"; it has a, b; choose one with --patient-column.',
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r') }), (text) => {
        try {
          parseTable(text, 't');
        } catch (error) {
          expect((error as Error).name).toBe('ImportError');
        }
      }),
    );
  });
});
