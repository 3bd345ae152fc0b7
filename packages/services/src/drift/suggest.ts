import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountDrift } from '@patchbay/db';
import { accountsOf, findProvider } from '@patchbay/providers';
import { sql } from 'kysely';
import type { DriftView } from './schemas.ts';

type Suggestion = DriftView['suggestions'][number];
type Candidate = {
  userId: string;
  name: string;
  email: string;
  /** The providers that they have an account of. */
  providers: string[];
  /** Accounts of theirs that are closed or open, whose mark may be on what was found. */
  accountIds: string[];
};

/** The people of the organization with what they have, in one query. */
export async function readCandidates(
  em: EntityManager,
  organizationId: string,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select u.id as "userId", u.name, u.email,
      coalesce(array_agg(a.integration_type) filter (where a.status <> 'deleted'), '{}') as providers,
      coalesce(array_agg(a.id::text) filter (where a.id is not null), '{}') as "accountIds"
    from auth.member m join auth."user" u on u.id = m."userId"
    left join integration_accounts a on a.user_id = u.id and a.organization_id = m."organizationId"
    where m."organizationId" = ${organizationId}
    group by u.id order by u.name, u.id`.execute(em.getKysely());
  return rows;
}

const mostSuggestions = 3;

/** Whom an unclaimed account may belong to: by our own mark, by an e-mail address, by the name one would have given. */
export function suggestionsFor(
  found: Pick<AccountDrift, 'provider' | 'identifier' | 'mark' | 'details'>,
  candidates: readonly Candidate[],
): Suggestion[] {
  const because = (person: Candidate) => reasonOf(found, person);
  return candidates
    .filter(({ providers }) => !providers.includes(found.provider))
    .flatMap((person) => {
      const reason = because(person);
      const { userId, name, email } = person;
      return reason ? [{ userId, name, email, because: reason }] : [];
    })
    .sort((a, b) => strength.indexOf(a.because) - strength.indexOf(b.because))
    .slice(0, mostSuggestions);
}

const strength: Suggestion['because'][] = ['mark', 'email', 'identifier'];

function reasonOf(
  { provider, identifier, mark, details }: Parameters<typeof suggestionsFor>[0],
  { email, accountIds }: Candidate,
): Suggestion['because'] | null {
  if (mark && accountIds.some((id) => mark === `patchbay:${id}`)) return 'mark';
  const theirs = email.toLowerCase();
  const told = [identifier, ...Object.values(details)].map((value) => String(value).toLowerCase());
  if (told.includes(theirs)) return 'email';
  const definition = findProvider(provider);
  const usual = definition && accountsOf(definition)?.identifier.fromEmail?.(theirs);
  const short = identifier.toLowerCase().split('@')[0];
  return (usual ?? theirs.split('@')[0])?.toLowerCase() === short ? 'identifier' : null;
}
