/**
 * The architectures that the trainer has, by the names that specs, its configurations and the command line use; the
 * first is what a spec gets that names none. Tests hold the schema and the trainer's own list to this one.
 */
export const MODELS = [
  'resnet18',
  'resnet34',
  'resnet50',
  'efficientnet-b0',
  's4d',
  'mega',
  'luna',
  'transformer',
  'lstm',
  'gru',
] as const;

export type ModelName = (typeof MODELS)[number];
