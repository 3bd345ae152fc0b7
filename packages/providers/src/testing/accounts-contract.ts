import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Http } from '../http/http.ts';
import type { RemoteAccount } from '../kit/accounts.ts';
import { accountsOf, describeAccounts } from '../kit/accounts-view.ts';
import { openAccounts } from '../kit/open-accounts.ts';
import type { Provider } from '../kit/provider.ts';
import { parseSettings, type Settings } from '../kit/settings.ts';

/** Addresses as people have them; what is made of them must be a name that the provider itself would take, or none. */
const addresses = [
  'ann@example.org',
  'Ann.Abara@example.org',
  'ann+lists@example.org',
  "o'neill@example.org",
  '007@example.org',
  '-dash-@example.org',
  'x@example.org',
  'root@example.org',
  'jörg.müller@example.org',
  '用户@example.org',
  `${'very-long-name-'.repeat(5)}@example.org`,
  '"ann b"@example.org',
];

/** What every declaration of accounts keeps, without a system to ask. */
export function accountsContract(provider: Provider, settings: Settings): void {
  const declared = accountsOf(provider);
  if (!declared) return;
  const { identifier, secret, remove } = declared;

  test('its accounts describe themselves in JSON', () => {
    const view = describeAccounts(provider, parseSettings(provider, settings));
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    for (const text of [declared.noun, identifier.label, identifier.help])
      expect(text.trim()).not.toBe('');
    for (const { title, about } of view?.operations ?? [])
      for (const text of [title, about]) expect(text.trim()).not.toBe('');
    expect(view?.input).toMatchObject({ type: 'object' });
    if (remove) expect(view?.removal?.leaves).toMatch(/^(deleted|kept)$/);
    expect(Boolean(declared.suspend)).toBe(Boolean(declared.resume));
  });

  test('a name made from an address is one that it takes', () => {
    expect(identifier.choice === 'suggested').toBe(identifier.fromEmail !== undefined);
    for (const address of addresses) {
      const name = identifier.fromEmail?.(address) ?? null;
      if (name === null) continue;
      expect([address, identifier.schema.safeParse(name).data]).toEqual([address, name]);
    }
  });

  test('one-time secrets are long, and no two are the same', () => {
    const made = Array.from({ length: 50 }, () => secret?.generate() ?? randomUUID());
    expect(new Set(made).size).toBe(50);
    for (const text of made) expect(text.length).toBeGreaterThanOrEqual(16);
  });

  test('variables of the environment stand for fields that it has', () => {
    for (const [field, variable] of Object.entries(provider.environment ?? {})) {
      expect(provider.fields).toHaveProperty(field);
      expect(variable).toMatch(/^[A-Z][A-Z0-9_]+$/);
    }
  });
}

/** A system where accounts can be made and unmade, and a name in it that nobody has. */
export type AccountsScene = { http: Http; settings: Settings; name: string; input?: object };

/**
 * Walks through the whole life of an account, each step twice: what services rely on when a step was cut short. Runs
 * against anything that `open` leads to, a stand-in or the real server.
 */
export function accountsLife(provider: Provider, open: () => Promise<AccountsScene>): void {
  const begin = async () => {
    const { http, settings, name, input = {} } = await open();
    const accounts = openAccounts(provider, parseSettings(provider, settings), { http });
    const identifier = accounts.identifier(name, 'somebody@example.org');
    const secret = accounts.declared.secret?.generate() ?? null;
    const mark = `patchbay:${randomUUID()}`;
    const person = { name: 'Ann Abara', email: 'ann@example.org' };
    return { accounts, request: { identifier, secret, mark, input, person } };
  };

  test('an account is made once, however often the same step is made', async () => {
    const { accounts, request } = await begin();
    const { identifier, secret, mark } = request;
    expect(await accounts.find(identifier)).toBeNull();
    const made = await accounts.create(request);
    expect(made).toMatchObject({ identifier, state: 'active' });
    expect([mark, null]).toContain(made.mark);
    if (made.mark !== null || accounts.declared.prove) await expectOurs(accounts, request, made);
    if (secret !== null) expect(JSON.stringify(made)).not.toContain(secret);
    const another = { ...request, mark: `patchbay:${randomUUID()}`, secret: 'Another-Secret-1!' };
    const error = await accounts.create(another).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'IdentifierTaken', code: 'conflict' });
    expect(String(error)).not.toContain('Another-Secret-1!');
  });

  test('what is done stays done, and can be done again', async () => {
    const { accounts, request } = await begin();
    const { declared } = accounts;
    const { identifier, secret } = request;
    await accounts.create(request);
    const stateOf = async () => (await accounts.find(identifier))?.state;
    for (const _ of [1, 2]) {
      if (!declared.suspend) break;
      await accounts.suspend({ identifier, reason: 'left' });
      expect(await stateOf()).toBe('suspended');
    }
    for (const _ of [1, 2]) {
      if (!declared.resume) break;
      await accounts.resume(identifier);
      expect(await stateOf()).toBe('active');
    }
    const wanted = declared.secret?.generate() ?? '';
    for (const _ of [1, 2]) {
      if (!declared.resetSecret) break;
      const holds = await accounts.resetSecret({ identifier, secret: wanted });
      if (!declared.prove) continue;
      expect(await accounts.prove({ identifier, secret: holds })).toBe(true);
      expect(await accounts.prove({ identifier, secret: secret ?? 'wrong' })).toBe(false);
    }
    for (const _ of [1, 2]) {
      if (!declared.remove) break;
      await accounts.remove({ identifier, reason: 'left' });
      if (accounts.leaves === 'deleted') expect(await accounts.find(identifier)).toBeNull();
    }
  });
}

type Opened = ReturnType<typeof openAccounts>;

/** The same request finds its own account; nobody else's secret opens it. */
async function expectOurs(
  accounts: Opened,
  request: Parameters<Opened['create']>[0],
  made: RemoteAccount,
): Promise<void> {
  const { identifier, secret } = request;
  const again = await accounts.create(request).catch(() => accounts.find(identifier));
  expect(again?.identifier).toBe(made.identifier);
  if (!accounts.declared.prove || secret === null) return;
  expect(await accounts.prove({ identifier, secret })).toBe(true);
  expect(await accounts.prove({ identifier, secret: `${secret}x` })).toBe(false);
}
