export * from './messages';
export * from './page';
export * from './textChange';
export * from './textSync';
export * from './viewer';
