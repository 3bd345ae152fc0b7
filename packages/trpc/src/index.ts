export {
  type Caller,
  type Context,
  type ContextParts,
  createContext,
  type Door,
} from './context.ts';
export { isUnexpected, type Refusal, refusalOf } from './errors.ts';
export type { LiveMessage, LiveSource, LiveUpdate } from './live.ts';
export { openApiDocument } from './rest/document.ts';
export { handleRest, type RestOptions } from './rest/handler.ts';
export { type Problem, problemResponse } from './rest/problem.ts';
export { restEntries } from './rest/routes.ts';
export {
  type ApiCaller,
  type AppRouter,
  appRouter,
  createCaller,
  type RouterInputs,
  type RouterOutputs,
} from './router.ts';
