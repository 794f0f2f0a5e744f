import type { Document, Node } from 'yaml';

/*
 * The nodes of a document that is read quickly. They have what the readers of specs ask of the nodes of `yaml`, and
 * `isMap` and its like know them; but the mark of their kind stands on the prototype, which costs a tenth of defining
 * it on each node anew. They cannot be changed or written.
 */

const KIND = Symbol.for('yaml.node.type');

/** Where a node stands, as `yaml` says it: from, to, and to the end of what is counted to it. */
export type NodeRange = [start: number, end: number, nodeEnd: number];

export class QuickScalar {
  constructor(
    readonly value: unknown,
    readonly range: NodeRange,
  ) {}

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

export class QuickMap {
  readonly items: QuickPair[] = [];
  readonly plain: Record<string, unknown> = {};
  range: NodeRange = [0, 0, 0];

  constructor(readonly flow: boolean | undefined) {}
}

export class QuickSeq {
  readonly items: QuickNode[] = [];
  readonly plain: unknown[] = [];
  range: NodeRange = [0, 0, 0];

  constructor(readonly flow: boolean | undefined) {}
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
