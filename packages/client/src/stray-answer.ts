/** An answer that is not Patchbay's: a proxy's page, or something else at that address. */
export class StrayAnswer extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;

  constructor({ status, headers }: Response) {
    super(`Something that is not Patchbay answered with status ${status}.`);
    this.name = 'StrayAnswer';
    this.status = status;
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    this.retryAfterSeconds = Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
    this.requestId = headers.get('x-request-id');
  }
}

/** Keeps a stray answer's status and headers, which would be lost when it is parsed as JSON. */
export function requireJson(answer: Response): Response {
  if (answer.headers.get('content-type')?.includes('json')) return answer;
  throw new StrayAnswer(answer);
}
