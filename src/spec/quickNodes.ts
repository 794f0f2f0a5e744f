import type { Document, Node } from 'yaml';

/*
 * The nodes of a document that is read quickly. They have what the readers of specs ask of the nodes of `yaml`, and
 * `isMap` and its like know them; but the mark of their kind stands on the prototype, which costs a tenth of defining
 * it on each node anew. They cannot be changed or written.
 */

const KIND = Symbol.for('yaml.node.type');

/** Where a node stands, as `yaml` says it: from, to, and to the end of what is counted to it. */
export type NodeRange = [start: number, end: number, nodeEnd: number];

/** Places are numbers of the node's own until somebody asks for the range: of most nodes nobody does. */
class Placed {
  constructor(
    public start: number,
    public end: number,
    public nodeEnd: number,
  ) {}

  get range(): NodeRange {
    return [this.start, this.end, this.nodeEnd];
  }
}

export class QuickScalar extends Placed {
  constructor(
    readonly value: unknown,
    start: number,
    end: number,
  ) {
    super(start, end, end);
  }

  /** As plain data. */
  get plain(): unknown {
    return this.value;
  }
}

export class QuickPair {
  constructor(
    readonly key: QuickScalar,
    readonly value: QuickNode,
  ) {}
}

export class QuickMap extends Placed {
  readonly items: QuickPair[] = [];
  readonly plain: Record<string, unknown> = {};

  constructor(
    readonly flow: boolean | undefined,
    start: number,
  ) {
    super(start, start, start);
  }
}

export class QuickSeq extends Placed {
  readonly items: QuickNode[] = [];
  readonly plain: unknown[] = [];

  constructor(
    readonly flow: boolean | undefined,
    start: number,
  ) {
    super(start, start, start);
  }
}

export type QuickNode = QuickScalar | QuickMap | QuickSeq;

mark(QuickScalar, 'scalar');
mark(QuickPair, 'pair');
mark(QuickMap, 'map');
mark(QuickSeq, 'seq');

function mark({ prototype }: { readonly prototype: object }, kind: string): void {
  Object.defineProperty(prototype, KIND, { value: Symbol.for(`yaml.${kind}`) });
}

/** A document of such nodes, without errors. */
export function quickDocument(contents: QuickNode): Document {
  // Nothing else is asked of it, but what an alias stands for.
  return new QuickDocument(contents as unknown as Node) as unknown as Document;
}

class QuickDocument {
  readonly errors = [];
  readonly warnings = [];

  constructor(readonly contents: Node) {}
}

mark(QuickDocument, 'document');
