import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';
import { ExportFile } from '../exportFile';
import type { ExportedFile, Format, FormatOptions, ShardInfo, ShardWriter, StripRow } from '../format';
import { tablesOf, type Cell, type Column, type ColumnType, type Table } from './tables';

/** Strips in a row group: what is in memory at once, and what a reader takes at least. */
const GROUP_STRIPS = 100;
const OWN = /^(strips|beats|rhythms|waves|values)(\/(train|validation)-\d{5,}\.parquet)?$/;

/** Parquet: a folder for each table, in it a file for each shard; on request with the samples of each strip as a list. */
export const parquet: Format = {
  name: 'parquet',
  title: 'Parquet',
  owns: (path) => OWN.test(path),
  begin: (folder, shard, options) => new Tables(folder, shard, options),
};

class Tables implements ShardWriter {
  private readonly tables: readonly TableFile[];
  private pending: StripRow[] = [];

  constructor(folder: string, shard: ShardInfo, { signals = false }: FormatOptions) {
    this.tables = tablesOf(shard.head).map(
      (table) => new TableFile(folder, table, shard, signals && table.name === 'strips'),
    );
  }

  add(strip: StripRow): void {
    this.pending.push(strip);
    if (this.pending.length === GROUP_STRIPS) this.flush();
  }

  finish(): readonly ExportedFile[] {
    if (this.pending.length > 0) this.flush();
    return this.tables.map((table) => table.finish());
  }

  private flush(): void {
    for (const table of this.tables) table.write(this.pending);
    this.pending = [];
  }
}

/** One table of one shard. */
class TableFile {
  private readonly file: ExportFile;
  private readonly bytes = new ByteWriter();
  private readonly writer: ParquetWriter;

  constructor(
    folder: string,
    private readonly table: Table,
    private readonly shard: ShardInfo,
    private readonly signals: boolean,
  ) {
    const { head, name } = shard;
    const path = `${table.name}/${name}.parquet`;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    this.file = new ExportFile(folder, path);
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: schemaOf(table.columns, signals),
      createdBy: head.generator,
      kvMetadata: [{ key: 'ecgspec', value: JSON.stringify({ ...head, shards: undefined }) }],
    });
  }

  /** Writes the rows of some strips as a row group. */
  write(strips: readonly StripRow[]): void {
    const rows = strips.flatMap((strip) => this.table.rows(strip, this.shard));
    if (rows.length === 0) return;
    const columnData: ColumnSource[] = this.table.columns.map(({ name, type }, i) => ({
      name,
      data: rows.map((row) => encoded(row[i] ?? null, type)),
    }));
    if (this.signals) {
      // Neighbouring samples differ little, so their differences take a third of the room, and no compressor gains on that.
      columnData.push({
        name: 'signal',
        data: strips.map(({ samples }) => Array.from(samples)),
        encoding: 'DELTA_BINARY_PACKED',
        codec: 'UNCOMPRESSED',
        statistics: false,
      });
    }
    void this.writer.write({ columnData, rowGroupSize: rows.length });
    this.drain();
  }

  finish(): ExportedFile {
    void this.writer.finish();
    this.drain();
    return this.file.finish();
  }

  /** Hands on what was encoded; the writer counts its offsets on. */
  private drain(): void {
    this.file.write(this.bytes.getBytes());
    this.bytes.index = 0;
  }
}

/** The writer wants what is stored in 64 bits as a bigint. */
const encoded = (cell: Cell, type: ColumnType): Cell | bigint =>
  type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;

const TYPES: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  // An index within a class may be as large as 2^32.
  integer: { type: 'INT64' },
  sample: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
};

function schemaOf(columns: readonly Column[], signals: boolean): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length + (signals ? 1 : 0) },
    ...columns.map(({ name, type, optional }): SchemaElement => ({
      name,
      ...TYPES[type],
      repetition_type: optional ? 'OPTIONAL' : 'REQUIRED',
    })),
    ...(signals ? SIGNAL : []),
  ];
}

/** A list of int16, in the three levels that Parquet prescribes. */
const SIGNAL: readonly SchemaElement[] = [
  { name: 'signal', converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'INT32', converted_type: 'INT_16', repetition_type: 'REQUIRED' },
];
