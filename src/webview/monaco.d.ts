declare module 'monaco-editor/internal/common/workers' {
  export const createWebWorker: (options: object) => object;
}
declare module 'monaco-editor/languages/definitions/yaml/yaml' {
  import type { languages } from 'monaco-editor';
  export const language: languages.IMonarchLanguage;
}
