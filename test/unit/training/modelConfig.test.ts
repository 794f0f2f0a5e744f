import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isModelConfig, parseModelConfig } from '../../../src/training/modelConfig';

const TEXT = readFileSync(new URL('../../fixtures/model/config.json', import.meta.url), 'utf8');
const config = JSON.parse(TEXT) as Record<string, unknown>;
const onnx = config['onnx'] as object;
const refusal = (change: object): string => {
  try {
    parseModelConfig(JSON.stringify({ ...config, ...change }));
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

it("reads what the trainer's config.json says of its model.onnx", () => {
  expect(parseModelConfig(TEXT)).toMatchObject({
    architecture: 'resnet18',
    classes: ['NSR', 'AF', 'AFLT', 'PVC', 'WPW'],
    rate: 500,
    samples: 5000,
    file: 'model.onnx',
  });
});

it('says in a sentence what keeps a model from reading, and how to mend it', () => {
  expect(refusal({ version: 2 })).toBe(
    'It has version 2, and this program reads version 1; update ECG Spec, or pre-train again.',
  );
  expect(refusal({ onnx: undefined })).toMatch(/^It has no model\.onnx: .+; pre-train again\.$/);
  expect(refusal({ format: 'bert' })).toMatch(/not that of a model of ECG Spec/);
  const damaged = [{ classes: ['AF'] }, { onnx: { ...onnx, rate: 0 } }, { onnx: null }];
  // Nothing outside the model's folder is read.
  const outside = ['../model.onnx', '/etc/model.onnx', 'a/b.onnx'].map((file) => ({
    onnx: { ...onnx, file },
  }));
  for (const change of [...damaged, ...outside])
    expect(refusal(change)).toBe('Its config.json is damaged; pre-train again.');
});

it("tells a model's config.json from others", () => {
  expect(
    [TEXT, '{"format":"ecgspec-model","version":9}', '{"format":"x"}', 'null', '{'].map(isModelConfig),
  ).toEqual([true, true, false, false, false]);
});
