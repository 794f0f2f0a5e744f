import { readFileSync } from 'node:fs';
import type { ModelToRead } from '../../../src/protocol';
import { parseModelConfig } from '../../../src/training/modelConfig';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/model/${name}`, import.meta.url));

/** A small network that was trained on the example's classes; see make.py beside it. */
export const model: ModelToRead = {
  ...parseModelConfig(fixture('config.json').toString()),
  name: 'four-model',
  graph: fixture('model.onnx'),
};

const expected = JSON.parse(fixture('expected.json').toString()) as readonly {
  readonly class: string;
  readonly index: number;
  readonly probabilities: readonly number[];
}[];

/** What PyTorch says of one of the example's first strips, by class. */
export function pytorch(className: string, index: number): Record<string, number> {
  const { probabilities } = expected.find((one) => one.class === className && one.index === index)!;
  return Object.fromEntries(model.classes.map((name, i) => [name, probabilities[i]!]));
}
