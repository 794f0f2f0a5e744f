/**
 * HDF5 files with plain arrays in one group: "HDF5 File Format Specification Version 3.0" (The HDF Group), of which this writes
 * the superblock of version 0, object headers of version 1 with compact links, contiguous arrays, and attributes whose texts lie
 * in one global heap. Every reader since HDF5 1.8 knows these.
 */
import { Bytes, bytesOf } from './bytes';

/** What an attribute may be: a text, texts, or a number (float64). */
export type Attribute = string | readonly string[] | number;
export type Attributes = Readonly<Record<string, Attribute>>;

export interface Hdf5Array {
  readonly name: string;
  readonly data: Uint8Array | Int16Array | Int32Array | Float64Array;
  readonly shape: readonly number[];
  readonly attributes: Attributes;
}

const SUPERBLOCK_BYTES = 96;
const HEAP_LEAST_BYTES = 4096;
/** An attribute, and a list of links, must fit into a header message. */
const MESSAGE_MOST_BYTES = 65_528;
/** The heap numbers its texts in 16 bits. */
const HEAP_MOST_TEXTS = 65_535;

const MESSAGE = {
  dataspace: 0x0001,
  linkInfo: 0x0002,
  datatype: 0x0003,
  fillValue: 0x0005,
  link: 0x0006,
  layout: 0x0008,
  groupInfo: 0x000a,
  attribute: 0x000c,
} as const;

interface Message {
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * The bytes of a file, piece by piece.
 * @param attributes of the file as a whole
 * @throws RangeError where an attribute or the list of arrays is too large for the format
 */
export function* encodeHdf5(attributes: Attributes, arrays: readonly Hdf5Array[]): Generator<Uint8Array> {
  const heap = new TextHeap(SUPERBLOCK_BYTES);
  const rootAttributes = attributeMessages(attributes, heap);
  const arrayAttributes = arrays.map((array) => attributeMessages(array.attributes, heap));
  const heapBytes = heap.encode();

  // Headers have the same length wherever they lie, so they are laid out before the addresses in them are known.
  const rootHeader = (addresses: readonly number[]): Uint8Array =>
    objectHeader([
      { type: MESSAGE.linkInfo, data: new Bytes().uint(1, 0).uint(1, 0).uint(8, null).uint(8, null).done() },
      { type: MESSAGE.groupInfo, data: new Bytes().uint(1, 0).uint(1, 0).done() },
      ...arrays.map(({ name }, i) => ({ type: MESSAGE.link, data: link(name, addresses[i] ?? 0) })),
      ...rootAttributes,
    ]);
  const arrayHeader = (i: number, address: number): Uint8Array => {
    const { data, shape } = arrays[i]!;
    return objectHeader([
      { type: MESSAGE.dataspace, data: dataspace(shape) },
      { type: MESSAGE.datatype, data: datatypeOf(data) },
      // Space is taken late, and what is not written is 0: HDF5's defaults.
      {
        type: MESSAGE.fillValue,
        data: new Bytes().uint(1, 2).uint(1, 2).uint(1, 2).uint(1, 1).uint(4, 0).done(),
      },
      { type: MESSAGE.layout, data: contiguous(data.byteLength === 0 ? null : address, data.byteLength) },
      ...arrayAttributes[i]!,
    ]);
  };
  const rootAddress = SUPERBLOCK_BYTES + heapBytes.length;
  let at = rootAddress + rootHeader([]).length;
  const headerAddresses = arrays.map((_, i) => {
    const address = at;
    at += arrayHeader(i, 0).length;
    return address;
  });
  const dataAddresses = arrays.map(({ data }) => {
    const address = at;
    at += aligned(data.byteLength);
    return address;
  });

  yield superblock(rootAddress, at);
  yield heapBytes;
  yield rootHeader(headerAddresses);
  for (const i of arrays.keys()) yield arrayHeader(i, dataAddresses[i]!);
  for (const { data } of arrays) {
    yield bytesOf(data);
    yield new Uint8Array(aligned(data.byteLength) - data.byteLength);
  }
}

const aligned = (length: number): number => Math.ceil(length / 8) * 8;

const superblock = (root: number, end: number): Uint8Array =>
  new Bytes()
    .add(Uint8Array.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]))
    // Versions of superblock, free space, root entry; reserved; version of shared messages; bytes of an offset and a length.
    .add(Uint8Array.from([0, 0, 0, 0, 0, 8, 8, 0]))
    // How B-trees of groups are laid out: unused, but it may not be 0.
    .uint(2, 4)
    .uint(2, 16)
    .uint(4, 0)
    .uint(8, 0)
    .uint(8, null)
    .uint(8, end)
    .uint(8, null)
    // The root group's entry: no name, its header, and nothing remembered of it.
    .uint(8, 0)
    .uint(8, root)
    .zeros(24)
    .done();

function objectHeader(messages: readonly Message[]): Uint8Array {
  const body = new Bytes();
  for (const { type, data } of messages) {
    if (aligned(data.length) > MESSAGE_MOST_BYTES) {
      throw new RangeError(`a message of ${data.length} bytes does not fit into an HDF5 header`);
    }
    body.uint(2, type).uint(2, aligned(data.length)).uint(4, 0).add(data).align();
  }
  return new Bytes()
    .uint(1, 1)
    .uint(1, 0)
    .uint(2, messages.length)
    .uint(4, 1)
    .uint(4, body.length)
    .uint(4, 0)
    .add(body.done())
    .done();
}

/** A hard link whose name is at most 255 ASCII characters. */
const link = (name: string, address: number): Uint8Array =>
  new Bytes().uint(1, 1).uint(1, 0).uint(1, name.length).text(name).uint(8, address).done();

function dataspace(shape: readonly number[]): Uint8Array {
  const bytes = new Bytes().uint(1, 1).uint(1, shape.length).uint(1, 0).zeros(5);
  for (const length of shape) bytes.uint(8, length);
  return bytes.done();
}

const contiguous = (address: number | null, length: number): Uint8Array =>
  new Bytes().uint(1, 3).uint(1, 1).uint(8, address).uint(8, length).done();

/** Datatype messages of version 1: class, 24 bits that depend on it, size, and what else the class says. */
const INTEGER = 0x10;
const FLOAT = 0x11;
const VARIABLE = 0x19;

const integer = (bytes: 1 | 2 | 4, signed: boolean): Uint8Array =>
  new Bytes()
    .uint(1, INTEGER)
    .add(Uint8Array.from([signed ? 0x08 : 0, 0, 0]))
    .uint(4, bytes)
    .uint(2, 0)
    .uint(2, 8 * bytes)
    .done();

/** IEEE 754 binary64: sign at bit 63, 11 bits of exponent from bit 52 with bias 1023, 52 bits of mantissa with an implied 1. */
const float64 = (): Uint8Array =>
  new Bytes()
    .uint(1, FLOAT)
    .add(Uint8Array.from([0x20, 63, 0]))
    .uint(4, 8)
    .uint(2, 0)
    .uint(2, 64)
    .add(Uint8Array.from([52, 11, 0, 52]))
    .uint(4, 1023)
    .done();

/** Text of any length in UTF-8, which lies in the heap. */
const text = (): Uint8Array =>
  new Bytes()
    .uint(1, VARIABLE)
    .add(Uint8Array.from([0x01, 0x01, 0]))
    .uint(4, 16)
    .add(integer(1, false))
    .done();

function datatypeOf(data: Hdf5Array['data']): Uint8Array {
  if (data instanceof Float64Array) return float64();
  if (data instanceof Int32Array) return integer(4, true);
  return data instanceof Int16Array ? integer(2, true) : integer(1, false);
}

const attributeMessages = (attributes: Attributes, heap: TextHeap): Message[] =>
  Object.entries(attributes).map(([name, value]) => ({
    type: MESSAGE.attribute,
    data: attribute(name, value, heap),
  }));

function attribute(name: string, value: Attribute, heap: TextHeap): Uint8Array {
  const isNumber = typeof value === 'number';
  const type = isNumber ? float64() : text();
  const space = dataspace(Array.isArray(value) ? [value.length] : []);
  const label = new Bytes().text(name).uint(1, 0).done();
  const bytes = new Bytes()
    // Version 3; the name is UTF-8.
    .uint(1, 3)
    .uint(1, 0)
    .uint(2, label.length)
    .uint(2, type.length)
    .uint(2, space.length)
    .uint(1, 1)
    .add(label)
    .add(type)
    .add(space);
  if (isNumber) return bytes.add(bytesOf(Float64Array.of(value))).done();
  for (const one of typeof value === 'string' ? [value] : value) bytes.add(heap.put(one));
  return bytes.done();
}

/** The global heap: where texts lie. */
class TextHeap {
  private readonly body = new Bytes();
  private count = 0;

  constructor(private readonly address: number) {}

  /** Takes a text, and gives what stands for it: its length, the heap's address, and its number there. */
  put(value: string): Uint8Array {
    const data = new TextEncoder().encode(value);
    const place = new Bytes().uint(4, data.length);
    // HDF5 has nothing in its heap for a text of no length.
    if (data.length === 0) return place.uint(8, 0).uint(4, 0).done();
    this.count++;
    if (this.count > HEAP_MOST_TEXTS)
      throw new RangeError('more than 65,535 texts do not fit into an HDF5 heap');
    this.body.uint(2, this.count).uint(2, 1).uint(4, 0).uint(8, data.length).add(data).align();
    return place.uint(8, this.address).uint(4, this.count).done();
  }

  encode(): Uint8Array {
    const used = 16 + this.body.length;
    // Object 0 is the room that is left, its own 16 bytes included.
    const size = Math.max(HEAP_LEAST_BYTES, used + 16);
    return new Bytes()
      .text('GCOL')
      .uint(1, 1)
      .zeros(3)
      .uint(8, size)
      .add(this.body.done())
      .uint(2, 0)
      .uint(2, 0)
      .uint(4, 0)
      .uint(8, size - used)
      .zeros(size - used - 16)
      .done();
  }
}
