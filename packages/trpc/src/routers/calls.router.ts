import { pageOf } from '@patchbay/core';
import { services } from '@patchbay/services';
import {
  CallDetailView,
  CallResult,
  CallTestResult,
  CallView,
  GetCallInput,
  LimitsInput,
  LimitsView,
  ListCallsInput,
  MakeCallInput,
  SetLimitsInput,
} from '@patchbay/services/schemas';
import { router } from '../init.ts';
import { member } from '../procedures.ts';
import { rest } from '../rest/meta.ts';

/**
 * Calls of a provider's API through the organization's integration. Times are in milliseconds. A failed call says in
 * `call` what failed (`auth`, `rate_limited`, `timeout` …) and in `retryable` whether the same call may succeed later.
 */
export const callsRouter = router({
  /**
   * Calls a relative `endpoint` (`/me`) and answers what the provider answered, 4xx and 5xx included. Errors by `call`:
   * `invalid_path` for addresses of other hosts, `invalid_request`, `not_configured`, `disabled`, `not_allowed`, `auth`
   * (reconnect), `rate_limited`, `limited`, `circuit_open`, `timeout`, `unreachable`, `invalid_response`, `too_large`.
   * Needs `calls:make`. (tRPC keeps the name `call` for itself.)
   */
  make: member
    .meta(rest('POST', '/integrations/{provider}/call', 'Call its API'))
    .input(MakeCallInput)
    .output(CallResult)
    .mutation(({ ctx, input }) => services.calls.call(ctx.inside, input)),

  /** The same for people trying it out: trouble is an answer with `ok: false`, not an error. Needs `calls:make`. */
  test: member
    .meta(rest('POST', '/integrations/{provider}/test-call', 'Try a call of its API'))
    .input(MakeCallInput)
    .output(CallTestResult)
    .mutation(({ ctx, input }) => services.calls.test(ctx.inside, input)),

  /** Calls on record, newest first, in pages; empty while usage logging is off. Needs `audit:read`. */
  list: member
    .meta(rest('GET', '/calls', 'List the calls on record'))
    .input(ListCallsInput.prefault({}))
    .output(pageOf(CallView))
    .query(({ ctx, input }) => services.calls.list(ctx.inside, input)),

  /** One call with what is left of its bodies, redacted. `not_found` once its day was dropped. Needs `audit:read`. */
  get: member
    .meta(rest('GET', '/calls/{id}', 'Read one call on record'))
    .input(GetCallInput)
    .output(CallDetailView)
    .query(({ ctx, input }) => services.calls.get(ctx.inside, input)),

  /** What holds calls of one integration back, as this process sees it. Needs `settings:read`. */
  limits: member
    .meta(rest('GET', '/integrations/{provider}/limits', 'Read what holds its calls back'))
    .input(LimitsInput)
    .output(LimitsView)
    .query(({ ctx, input }) => services.calls.limits(ctx.inside, input)),

  /** Sets the organization's own limit, in calls per minute; `null` takes it away. Needs `settings:edit`. */
  setLimits: member
    .meta(rest('PUT', '/integrations/{provider}/limits', 'Limit its calls'))
    .input(SetLimitsInput)
    .output(LimitsView)
    .mutation(({ ctx, input }) => services.calls.setLimits(ctx.inside, input)),
});
