import { type IntegrationAccount, User } from '@patchbay/db';
import { IdentifierTaken, type RemoteAccount } from '@patchbay/providers';
import type { Runtime } from '../kernel/index.ts';
import type { Payload } from './operation.ts';
import type { AccountSystem } from './system.ts';

/** One attempt at an operation: its row as it was claimed, and what it carries. */
export type Attempt = {
  runtime: Runtime;
  row: IntegrationAccount;
  payload: Payload;
  system: AccountSystem;
  signal: AbortSignal;
  /** The person's own token, while whoever asked is still there. */
  token: string | null;
};

/** What the system answered. `secret` is the one that holds now; `left` tells that an undone account stays there. */
export type StepResult = { remote?: RemoteAccount; secret?: string | null; left?: boolean };

export const markOf = (row: Pick<IntegrationAccount, 'id'>): string => `patchbay:${row.id}`;

/** Makes the operation's one change at the system. May be made again after it was cut short anywhere. */
export async function takeStep(attempt: Attempt): Promise<StepResult> {
  const { row, payload, system, signal } = attempt;
  const { accounts } = system;
  const { identifier } = row;
  const reason = payload.reason ?? '';
  switch (row.operation) {
    case 'create':
      return create(attempt);
    case 'undo':
      return undo(attempt);
    case 'suspend':
      await accounts.suspend({ identifier, reason }, signal);
      return {};
    case 'resume':
      await accounts.resume(identifier, signal);
      return {};
    case 'reset_secret': {
      const secret = payload.secret ?? '';
      return { secret: await accounts.resetSecret({ identifier, secret }, signal) };
    }
    case 'update':
      return { remote: await accounts.update({ identifier, input: payload.input }, signal) };
    case 'remove':
      await accounts.remove({ identifier, reason }, signal);
      return {};
    default:
      return {};
  }
}

async function create(attempt: Attempt): Promise<StepResult> {
  const { row, payload, system, signal, token, runtime } = attempt;
  const { accounts } = system;
  const { secret } = payload;
  // An earlier attempt may have made it without living to hear of it.
  if (row.attempts > 1) {
    const found = await accounts.find(row.identifier, signal);
    if (found && (await isOurs(attempt, found))) return { remote: found, secret };
  }
  const person = await runtime.orm.em.fork().findOneOrFail(User, { id: row.userId });
  const request = {
    identifier: row.identifier,
    secret,
    mark: markOf(row),
    input: payload.input,
    person: { name: person.name, email: person.email },
    token,
  };
  try {
    return { remote: await accounts.create(request, signal), secret };
  } catch (error) {
    if (!(error instanceof IdentifierTaken)) throw error;
    // A slow system may have finished an earlier attempt just now.
    const found = await accounts.find(row.identifier, signal);
    if (found && (await isOurs(attempt, found))) return { remote: found, secret };
    throw error;
  }
}

/** Takes away what a canceled `create` may have made; never what somebody else has under that name. */
async function undo(attempt: Attempt): Promise<StepResult> {
  const { row, system, signal } = attempt;
  const { accounts } = system;
  if (accounts.system !== row.system) return { left: true };
  const found = await accounts.find(row.identifier, signal);
  if (!found) return {};
  if (!(await isOurs(attempt, found))) return { left: true };
  if (!accounts.declared.remove) return { left: true };
  await accounts.remove({ identifier: row.identifier, reason: 'canceled' }, signal);
  return { left: accounts.leaves === 'kept' };
}

/** Whether an account there is the one that an attempt of this very row made. */
async function isOurs(
  { row, payload, system, signal }: Attempt,
  found: RemoteAccount,
): Promise<boolean> {
  if (found.mark !== null) return found.mark === markOf(row);
  const { accounts } = system;
  if (payload.secret === null || !accounts.declared.prove) return false;
  return accounts.prove({ identifier: row.identifier, secret: payload.secret }, signal);
}
