import type { ConnectionType, ConsentPurpose, OAuthAppOwner } from '@patchbay/db';
import type { Provider } from '@patchbay/providers';
import { sql } from 'kysely';
import type { Runtime } from '../kernel/index.ts';
import type { Callback } from './finish.ts';
import { hashSession, hashState } from './session-binding.ts';

/** A state that is used up now, with everything it was started with. */
export type ClaimedState = {
  id: string;
  organizationId: string;
  slug: string;
  integrationId: string;
  provider: string;
  purpose: ConsentPurpose;
  userId: string;
  connectionType: ConnectionType;
  app: OAuthAppOwner;
  scopes: string[];
  codeVerifier: string | null;
  redirectUri: string;
  returnTo: string;
  expiresAt: Date;
};

/**
 * Uses a callback's state up. One statement looks at everything it is bound to and deletes it, so that of two
 * callbacks at the same time one gets it; one from another browser or for another provider leaves it as it is.
 */
export async function claimState(
  { orm }: Pick<Runtime, 'orm'>,
  provider: Provider,
  { params, session }: Callback,
): Promise<ClaimedState | 'replayed' | 'mismatch'> {
  const states = params.getAll('state');
  const [state] = states;
  if (states.length !== 1 || !state) return 'replayed';
  const db = orm.em.fork().getKysely();
  const stateHash = await hashState(state);
  const sessionHash = session ? await hashSession(session.id, session.user.id) : '';
  const { rows } = await sql<Omit<ClaimedState, 'expiresAt'> & { expiresMs: number }>`
    delete from integration_auth_states s using auth.organization o
    where o.id = s.organization_id and s.state_hash = ${stateHash}
      and s.session_hash = ${sessionHash} and s.user_id = ${session?.user.id ?? null}
      and s.provider = ${provider.key}
    returning s.id, s.organization_id as "organizationId", o.slug, s.integration_id as "integrationId",
      s.provider, s.purpose, s.user_id as "userId", s.connection_type as "connectionType", s.app, s.scopes,
      s.code_verifier as "codeVerifier", s.redirect_uri as "redirectUri", s.return_to as "returnTo",
      (extract(epoch from s.expires_at) * 1000)::float8 as "expiresMs"`.execute(db);
  const [claimed] = rows;
  if (claimed) {
    const { expiresMs, ...rest } = claimed;
    return { ...rest, expiresAt: new Date(expiresMs) };
  }
  const { rows: others } = await sql`
    select 1 from integration_auth_states where state_hash = ${stateHash}`.execute(db);
  return others.length > 0 ? 'mismatch' : 'replayed';
}
