export * from './catalog/index.ts';
export * from './http/index.ts';
export * from './kit/index.ts';
export * from './oauth/index.ts';
