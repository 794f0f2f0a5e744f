export * from './messages';
export type * from './textChange';
