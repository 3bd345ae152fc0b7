import type { AnyTRPCProcedure } from '@trpc/server';
import { z } from 'zod';
import { appRouter } from '../router.ts';
import type { RestMeta, RestRoute } from './meta.ts';

/** A procedure that is also reachable by REST, with what its declaration says about it. */
export type RestEntry = RestRoute & {
  /** `area.verb` */
  procedure: string;
  type: 'query' | 'mutation';
  input: z.ZodType | null;
  output: z.ZodType;
};

/** Every procedure with a REST path, in the order of the router. */
export const restEntries: readonly RestEntry[] = procedures().flatMap(([procedure, { _def }]) => {
  const route = (_def.meta as RestMeta | undefined)?.rest;
  if (route === undefined || _def.type === 'subscription') return [];
  const [input] = _def.inputs;
  return [
    {
      ...route,
      procedure,
      type: _def.type,
      input: input === undefined ? null : schema(input),
      output: schema('output' in _def ? _def.output : undefined),
    },
  ];
});

/** The router keeps its procedures flat, by `area.verb`, though its type says they are nested. */
function procedures(): [string, AnyTRPCProcedure][] {
  const flat: unknown = appRouter._def.procedures;
  return Object.entries(flat as Record<string, AnyTRPCProcedure>);
}

function schema(parser: unknown): z.ZodType {
  if (parser instanceof z.ZodType) return parser;
  throw new Error('A procedure with a REST path declares its input and output with zod.');
}

const patterns = restEntries.map((entry) => ({
  entry,
  pattern: new RegExp(`^${entry.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

export type Match = { entry: RestEntry; params: Record<string, string> };

/** The procedure behind a path, the methods that the path takes instead, or null for no such path. */
export function findRoute(method: string, path: string): Match | { allow: string[] } | null {
  const here = patterns.flatMap(({ entry, pattern }) => {
    const found = pattern.exec(path);
    return found ? [{ entry, params: decode(found.groups ?? {}) }] : [];
  });
  const match = here.find(({ entry }) => entry.method === method);
  if (match) return match;
  return here.length > 0 ? { allow: here.map(({ entry }) => entry.method) } : null;
}

/** A broken escape stays as it was sent; no input of ours accepts it. */
const decode = (params: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(params).map(([name, text]) => {
      try {
        return [name, decodeURIComponent(text)];
      } catch {
        return [name, text];
      }
    }),
  );
