import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

// The rooms of ARCHITECTURE.md and what each may import. Anything not allowed here is an error.
const ROOMS = [
  'spec',
  'language',
  'synthesis',
  'records',
  'render',
  'dataset',
  'importing',
  'training',
  'viewer',
  'cli',
  'protocol',
  'extension',
  'webview',
];
const MAY_IMPORT = {
  spec: [],
  language: ['spec'],
  synthesis: ['spec'],
  records: ['spec', 'synthesis'],
  render: ['spec', 'synthesis'],
  dataset: ['spec', 'synthesis', 'records', 'render'],
  importing: ['spec', 'synthesis', 'records', 'render', 'dataset'],
  training: ['dataset'],
  viewer: ['spec', 'synthesis', 'records', 'dataset'],
  cli: ['spec', 'synthesis', 'records', 'render', 'dataset', 'importing', 'training'],
  protocol: ['spec', 'synthesis', 'records', 'training', 'viewer'],
  extension: [
    'spec',
    'language',
    'synthesis',
    'records',
    'render',
    'dataset',
    'importing',
    'training',
    'viewer',
    'protocol',
  ],
  webview: [
    'spec',
    'language',
    'synthesis',
    'records',
    'render',
    'importing',
    'training',
    'viewer',
    'protocol',
  ],
};
const PURE = ['spec', 'language', 'synthesis', 'records', 'protocol'];

export default tseslint.config(
  {
    ignores: [
      'src/synthesis/kernels/assembly/**',
      'dist/**',
      'out/**',
      '.cache/**',
      'node_modules/**',
      'demo-output/**',
      'experiment-output/**',
      'trainer/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': ROOMS.map((room) => ({ type: room, pattern: `src/${room}`, mode: 'folder' })),
      'import/resolver': { typescript: { project: 'tsconfig.json' } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          rules: ROOMS.map((room) => ({
            from: { type: room },
            allow: { to: { type: [room, ...MAY_IMPORT[room]] } },
          })),
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // Of the viewer's room only what reads a set's files knows Node.
    files: [...PURE.map((room) => `src/${room}/**/*.ts`), 'src/viewer/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*', 'vscode', 'fs', 'path', 'os'] }],
    },
  },
  {
    // The last bits of these differ between engines, and a strip must be the same bytes everywhere.
    files: ['src/synthesis/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          'exp',
          'log',
          'log2',
          'log10',
          'sin',
          'cos',
          'tan',
          'pow',
          'random',
          'hypot',
          'cbrt',
          'atan2',
        ].map((property) => ({
          object: 'Math',
          property,
          message: 'Not exact across engines; use src/synthesis/math.ts.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "BinaryExpression[operator='**']",
          message: 'Not exact across engines; multiply instead.',
        },
      ],
    },
  },
  {
    files: ['src/webview/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*', 'vscode'] }] },
  },
);
