import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestHead } from '../../manifest';
import { csvLine } from '../csvText';
import { ExportFile, writeExportFile } from '../exportFile';
import type { ExportedFile, Format, ShardInfo, ShardLabels, ShardWriter, StripRow } from '../format';
import { recordName } from '../recordName';
import { aboutStrip, annotatorsText, recordFiles } from './record';

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
    const about = aboutStrip(head, split, label, truth);
    for (const [ending, data] of recordFiles(name, head.recording, samples, truth, about)) {
      this.files.push(writeExportFile(this.folder, `${shard}/${name}.${ending}`, data));
    }
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
  const annotators = new ExportFile(folder, 'ANNOTATORS');
  annotators.print(annotatorsText());
  return [records, table, annotators].map((file) => file.finish());
}
