export const restMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type RestMethod = (typeof restMethods)[number];

/** Where a procedure answers under `/api/v1`; `{name}` in the path is a field of its input. */
export type RestRoute = {
  method: RestMethod;
  path: `/${string}`;
  summary: string;
  /** 201 where something comes into being. */
  status: 200 | 201;
};
export type RestMeta = { rest?: RestRoute };

export const rest = (method: RestMethod, path: `/${string}`, summary: string): RestMeta => ({
  rest: { method, path, summary, status: 200 },
});

/** A POST that makes something. */
export const restCreate = (path: `/${string}`, summary: string): RestMeta => ({
  rest: { method: 'POST', path, summary, status: 201 },
});
