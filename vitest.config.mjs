import { defineConfig } from 'vitest/config';
import { kernelsForVite } from './scripts/lib/kernels.mjs';

// Tests are found by glob, so that none can be forgotten. `npm test` installs what they need before it runs them.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [kernelsForVite()],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // Files share what they import: reading the rooms anew for each of them took half of the time.
          isolate: false,
          maxWorkers: '100%',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [kernelsForVite()],
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // One page takes both cores: two at a time take as long, and wait for each other.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [kernelsForVite()],
        test: {
          name: 'e2e',
          include: ['test/vscode/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
