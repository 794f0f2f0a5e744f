import { describe, expect, it, vi } from 'vitest';
import { RecordFeed } from '../../../src/extension/records/feed';
import { RecordShelf, type RecordFiles } from '../../../src/extension/records/shelf';
import { FAULTS, type RecordReading } from '../../../src/records';
import { recordKey, type RecordRef } from '../../../src/spec';
import { encode16 } from '../records/fixture';

const SPEC = 'file:///work/a.ecgspec';
const ref = (file = 'ma.hea', signal: number | string = 0): RecordRef => ({ file, signal, rate: null });

/** Files in memory, with what is read of them and who watches. */
class MemoryFiles implements RecordFiles {
  readonly content = new Map<string, string | Uint8Array>();
  readonly read: string[] = [];
  readonly watching: { readonly path: string; readonly changed: () => void }[] = [];
  /** What a reader has to wait for. */
  gate: Promise<void> = Promise.resolve();

  async readFile(_spec: string, path: string): Promise<Uint8Array> {
    this.read.push(path);
    const found = this.content.get(path);
    await this.gate;
    if (found === undefined) throw FAULTS.missing(path);
    return typeof found === 'string' ? new TextEncoder().encode(found) : found;
  }

  watch(_spec: string, path: string, changed: () => void): { dispose(): void } {
    const one = { path, changed };
    this.watching.push(one);
    return { dispose: () => void this.watching.splice(this.watching.indexOf(one), 1) };
  }

  put(path: string, content: string | Uint8Array): void {
    this.content.set(path, content);
    for (const one of [...this.watching]) if (one.path === path) one.changed();
  }

  record(...samples: number[]): void {
    this.put('ma.hea', 'ma 1 360\nma.dat 16\n');
    this.put('ma.dat', encode16(samples.map((x) => [x])));
  }
}

const inWords = (reading: RecordReading | undefined): unknown =>
  reading === undefined ? undefined : 'code' in reading ? reading.code : [...reading.samples];

function shelfOf(files: MemoryFiles): RecordShelf {
  return new RecordShelf(files, 0);
}

describe('the shelf of recordings', () => {
  it('reads a recording once for all that follow it, and tells those that come later too', async () => {
    const files = new MemoryFiles();
    files.record(1, 2, 3);
    const shelf = shelfOf(files);
    const told: unknown[] = [];
    shelf.follow(SPEC, ref(), (reading) => told.push(inWords(reading)));
    shelf.follow(SPEC, ref(), (reading) => told.push(inWords(reading)));
    await vi.waitFor(() => expect(told).toHaveLength(2));
    shelf.follow(SPEC, ref(), (reading) => told.push(inWords(reading)));
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(told).toEqual([
      [-1, 0, 1],
      [-1, 0, 1],
      [-1, 0, 1],
    ]);
    expect(files.read).toEqual(['ma.hea', 'ma.dat']);
  });

  it('reads it anew when one of its files changes, comes or goes', async () => {
    const files = new MemoryFiles();
    const shelf = shelfOf(files);
    let last: unknown;
    shelf.follow(SPEC, ref(), (reading) => (last = inWords(reading)));
    await vi.waitFor(() => expect(last).toBe('ECG501'));
    files.put('ma.hea', 'ma 1 360\nma.dat 16\n');
    await vi.waitFor(() => expect(files.watching.map(({ path }) => path)).toEqual(['ma.hea', 'ma.dat']));
    files.put('ma.dat', encode16([[3], [2], [1]]));
    await vi.waitFor(() => expect(last).toEqual([1, 0, -1]));
    files.put('ma.hea', 'nothing');
    await vi.waitFor(() => expect(last).toBe('ECG502'));
  });

  it('never tells of an older reading after a newer one', async () => {
    const files = new MemoryFiles();
    files.record(1, 2, 3);
    let open!: () => void;
    files.gate = new Promise((resolve) => (open = resolve));
    const shelf = shelfOf(files);
    const told: unknown[] = [];
    shelf.follow(SPEC, ref(), (reading) => told.push(inWords(reading)));
    const before = files.read.length;
    files.put('ma.hea', 'nothing');
    await vi.waitFor(() => expect(files.read.length).toBeGreaterThan(before));
    open();
    await vi.waitFor(() => expect(told).toEqual(['ECG502']));
  });

  it('lets go of a recording, and of its files, when nobody follows it', async () => {
    const files = new MemoryFiles();
    files.record(1, 2, 3);
    const shelf = shelfOf(files);
    const told: unknown[] = [];
    const listen = (reading: RecordReading): void => void told.push(reading);
    const [one, other] = [shelf.follow(SPEC, ref(), listen), shelf.follow(SPEC, ref(), listen)];
    await vi.waitFor(() => expect(told).toHaveLength(2));
    one.dispose();
    one.dispose();
    expect(files.watching).toHaveLength(2);
    other.dispose();
    expect(files.watching).toHaveLength(0);
    // And begins anew for the next.
    shelf.follow(SPEC, ref(), listen);
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(files.read).toHaveLength(4);
  });

  it('says what its files cannot give, whatever the reason', async () => {
    const files = new MemoryFiles();
    files.readFile = () => Promise.reject(new Error('the network is down'));
    const readings = await shelfOf(files).readAll(SPEC, [ref()]);
    expect(readings.get(recordKey(ref()))).toMatchObject({
      code: 'ECG501',
      message: expect.stringContaining('the network is down') as string,
    });
  });

  it('gives all of several at once, and keeps none of them', async () => {
    const files = new MemoryFiles();
    files.record(1, 2, 3);
    const readings = await shelfOf(files).readAll(SPEC, [ref(), ref('x.hea')]);
    expect([...readings].map(([key, reading]) => [key, inWords(reading)])).toEqual([
      [recordKey(ref()), [-1, 0, 1]],
      [recordKey(ref('x.hea')), 'ECG501'],
    ]);
    expect(files.watching).toEqual([]);
    expect(await shelfOf(files).readAll(SPEC, [])).toEqual(new Map());
  });
});

describe('a feed of recordings', () => {
  it('follows what is wanted, and forgets what is not', async () => {
    const files = new MemoryFiles();
    files.record(1, 2, 3);
    const told: string[] = [];
    const feed = new RecordFeed(shelfOf(files), SPEC, (key) => told.push(key));
    feed.want([ref(), ref(), ref('x.hea')]);
    await vi.waitFor(() => expect(told).toHaveLength(2));
    feed.want([ref()]);
    expect([...feed.readings.keys()]).toEqual([recordKey(ref())]);
    expect(files.watching.map(({ path }) => path)).toEqual(['ma.hea', 'ma.dat']);
    // What is wanted still is not told again, and what has changed is.
    files.put('ma.dat', encode16([[3], [2], [1]]));
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(inWords(feed.readings.get(recordKey(ref())))).toEqual([1, 0, -1]);
    feed.dispose();
    expect(files.watching).toEqual([]);
    expect(feed.readings.size).toBe(0);
  });
});
