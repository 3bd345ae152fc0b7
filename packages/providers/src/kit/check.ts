import {
  type CheckReport,
  type CheckStage,
  type Clock,
  checkStages,
  type HealthReason,
  redact,
  type StageReport,
} from '@patchbay/core';
import { OutboundError, reasonOf } from '../http/errors.ts';
import type { Http } from '../http/http.ts';
import type { Credential } from './auth.ts';
import { type OpenedClient, type Opening, openErased, pinOf } from './client.ts';
import type { Health, Provider, StepNote } from './provider.ts';
import { redactionOf, type Settings } from './settings.ts';

export type CheckOptions = Pick<Opening, 'credential' | 'connectionType'> & {
  http: Http;
  clock: Clock;
  /** Called after each step, in order, so that a page can show the check while it runs. */
  onStage?: (report: StageReport) => void;
  signal?: AbortSignal;
};

type Step = { stage: CheckStage; run: () => Promise<StepNote> };

/**
 * Checks one integration in the steps address → tls → auth → sample; after a failed step the later ones
 * are `skipped`. Trouble of any kind becomes the report's reason and message, never an exception, and
 * no text of the report carries a secret. A provider that asks to wait after it accepted the
 * credentials is `degraded`, not `error`.
 *
 * `settings` are open (unsealed) and passed `parseSettings`. Latencies are milliseconds. The report of a
 * check that was stopped by `signal` says nothing about the integration: drop it.
 */
export async function checkIntegration(
  provider: Provider,
  settings: Settings,
  options: CheckOptions,
): Promise<CheckReport> {
  const started = performance.now();
  const reports: StageReport[] = [];
  const clean = cleaner(provider, settings, options.credential);
  const add = (report: StageReport) => {
    const shown = { ...report, note: clean(report.note) };
    reports.push(shown);
    options.onStage?.(shown);
  };
  const finish = (failure: unknown): CheckReport => {
    for (const stage of checkStages.slice(reports.length))
      add({ stage, outcome: 'skipped', latencyMs: 0, note: 'Not reached' });
    const verdict = judge(failure, provider, reports);
    const latencyMs = Math.round(performance.now() - started);
    return { ...verdict, message: clean(verdict.message), latencyMs, stages: reports };
  };

  try {
    const opened = openErased(provider, settings, options);
    if (!opened || !provider.health)
      return finish(new OutboundError('misconfigured', 'This provider cannot be checked yet.'));
    const probe = await options.http.probe(opened.baseUrl, {
      signal: options.signal,
      onStage: add,
      tlsFingerprint: pinOf(provider, settings),
    });
    if (probe.failure !== null) return finish(probe.failure);
    for (const step of stepsOf(provider, opened)) {
      const failure = await runStep(step, add);
      if (failure !== null) return finish(failure);
    }
    return finish(null);
  } catch (error) {
    return finish(error);
  }
}

/** The settings were parsed by this provider, so its steps get what they declared. */
function stepsOf(provider: Provider, opened: OpenedClient<Settings, unknown>): Step[] {
  const health = provider.health as unknown as Health<Settings, unknown>;
  return [
    { stage: 'auth', run: () => health.auth(opened) },
    { stage: 'sample', run: () => health.sample(opened) },
  ];
}

async function runStep(step: Step, add: (report: StageReport) => void): Promise<unknown> {
  const started = performance.now();
  const report = (outcome: 'passed' | 'failed', note: string): StageReport => ({
    stage: step.stage,
    outcome,
    latencyMs: Math.round(performance.now() - started),
    note,
  });
  try {
    const { note } = await step.run();
    add(report('passed', note));
    return null;
  } catch (error) {
    add(report('failed', messageOf(error)));
    return error;
  }
}

type Verdict = Pick<CheckReport, 'health' | 'reason' | 'message'>;

function judge(failure: unknown, provider: Provider, stages: StageReport[]): Verdict {
  if (failure === null)
    return { health: 'ok', reason: null, message: stages.at(-1)?.note ?? 'Everything answered' };
  const reason: HealthReason = reasonOf(failure, provider.api?.address ?? 'fixed');
  const isSignedIn = stages.some((stage) => stage.stage === 'auth' && stage.outcome === 'passed');
  return {
    health: reason === 'rate_limited' && isSignedIn ? 'degraded' : 'error',
    reason,
    message: messageOf(failure),
  };
}

/** Only our own errors have messages that are fit to show. */
const messageOf = (error: unknown): string =>
  error instanceof OutboundError ? error.message : 'The check failed unexpectedly.';

const maxNote = 200;

/** Notes can hold names from the other side: control characters go, length is bounded, secrets are cut. */
function cleaner(
  provider: Provider,
  settings: Settings,
  credential: Credential | null = null,
): (text: string) => string {
  const { values } = redactionOf(provider, settings, credential);
  return (text) => {
    const safe = redact(text, { values }).replace(/\p{Cc}+/gu, ' ');
    return safe.length > maxNote ? `${safe.slice(0, maxNote - 1)}…` : safe;
  };
}
