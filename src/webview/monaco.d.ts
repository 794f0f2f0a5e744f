declare module 'monaco-editor/internal/common/workers' {
  export const createWebWorker: (options: object) => object;
}
declare module 'monaco-editor/languages/definitions/yaml/yaml' {
  export const language: import('monaco-editor').languages.IMonarchLanguage;
}
