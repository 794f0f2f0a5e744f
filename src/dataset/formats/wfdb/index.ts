import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestHead } from '../../manifest';
import { csvLine } from '../csvText';
import { ExportFile, writeExportFile } from '../exportFile';
import type { ExportedFile, Format, ShardInfo, ShardLabels, ShardWriter, StripRow } from '../format';
import { recordName } from '../recordName';
import { encodeAnnotations } from './annotations';
import { recordHeader } from './header';
import { fiducialAnnotations, referenceAnnotations } from './truth';

/** Its annotators, and what each holds; the file ANNOTATORS says it as PhysioNet's databases do. */
const ANNOTATORS = [
  ['atr', 'reference: rhythms, beats and P waves'],
  ['fid', 'onset, peak and offset of P, QRS and T'],
] as const;
const LIST = /^(RECORDS|ANNOTATORS|records\.csv)$/;
const RECORD = /^((?:train|validation)-\d{5,})\/\1-\d{4,}\.(hea|dat|atr|fid)$/;

/** WFDB records (PhysioNet): one record a strip, in one folder a shard. */
export const wfdb: Format = {
  name: 'wfdb',
  title: 'WFDB',
  owns: (path) => LIST.test(path) || RECORD.test(path),
  begin: (folder, shard) => new Records(folder, shard),
  finish: writeLists,
};

class Records implements ShardWriter {
  private readonly files: ExportedFile[] = [];

  constructor(
    private readonly folder: string,
    private readonly shard: ShardInfo,
  ) {
    // Of an interrupted run.
    rmSync(join(folder, shard.name), { recursive: true, force: true });
    mkdirSync(join(folder, shard.name));
  }

  add({ row, label, samples, truth }: StripRow): void {
    const { head, split, name: shard } = this.shard;
    const name = recordName(shard, row);
    const header = recordHeader(name, head.recording, samples, [
      ['class', truth.class],
      ['title', head.classes[label]?.title ?? ''],
      ['label', label],
      ['index', truth.index],
      ['split', split],
      ['seed', head.seed],
      ['spec sha256', head.spec.sha256],
      ['synthetic', `made by ${head.generator}; not a recording of a person`],
    ]);
    const put = (ending: string, data: Uint8Array | string): void => {
      this.files.push(writeExportFile(this.folder, `${shard}/${name}.${ending}`, data));
    };
    put('dat', new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    put('atr', encodeAnnotations(referenceAnnotations(truth)));
    put('fid', encodeAnnotations(fiducialAnnotations(truth)));
    put('hea', header);
  }

  finish(): readonly ExportedFile[] {
    return this.files;
  }
}

/** RECORDS, ANNOTATORS, and a table of what every record is. */
function writeLists(folder: string, head: ManifestHead, all: Iterable<ShardLabels>): ExportedFile[] {
  const records = new ExportFile(folder, 'RECORDS');
  const table = new ExportFile(folder, 'records.csv');
  table.print(csvLine(['record', 'split', 'class', 'label', 'index']));
  for (const { shard, labels } of all) {
    for (let row = 0; row < shard.strips; row++) {
      const path = `${shard.name}/${recordName(shard.name, row)}`;
      const label = labels[2 * row] ?? -1;
      records.print(`${path}\n`);
      table.print(
        csvLine([path, shard.split, head.classes[label]?.name ?? '', label, labels[2 * row + 1] ?? -1]),
      );
    }
  }
  const annotators = ANNOTATORS.map(([name, what]) => `${name}\t${what}\n`).join('');
  return [records.finish(), table.finish(), writeExportFile(folder, 'ANNOTATORS', annotators)];
}
