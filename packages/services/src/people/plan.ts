import { PatchbayError } from '@patchbay/core';
import { User } from '@patchbay/db';
import { sql } from 'kysely';
import { z } from 'zod';
import { definePersonVerb, type Runtime } from '../kernel/index.ts';
import { PersonInput, type PersonPlanView } from './schemas.ts';
import { obstacleOf, standingsOf } from './standing.ts';

/** What goes when this person is deleted, for whoever asks it of others. Errors: `not_found`. */
export const planPerson = definePersonVerb({
  name: 'people.plan',
  audience: 'operator',
  input: PersonInput,
  run: ({ runtime }, { userId }): Promise<PersonPlanView> => readPlan(runtime, userId),
});

/** The same for oneself. */
export const planOwnPerson = definePersonVerb({
  name: 'people.planOwn',
  audience: 'person',
  input: z.object({}),
  run: ({ runtime, person }): Promise<PersonPlanView> => readPlan(runtime, person.id),
});

async function readPlan({ orm, clock }: Runtime, userId: string): Promise<PersonPlanView> {
  const em = orm.em.fork();
  const user = await em.findOne(User, { id: userId });
  if (!user) throw new PatchbayError('not_found', 'There is no such person.');
  const organizations = await standingsOf(em, userId, clock.now());
  const { rows } = await sql<{ sessions: number }>`
    select count(*)::int as sessions from auth.session
    where "userId" = ${userId} and "expiresAt" > now()`.execute(em.getKysely());
  const { operator } = user;
  return {
    person: { id: user.id, name: user.name, email: user.email },
    organizations,
    accounts: organizations.reduce((sum, { accounts }) => sum + accounts, 0),
    keys: organizations.reduce((sum, { keys }) => sum + keys, 0),
    sessions: rows[0]?.sessions ?? 0,
    refusal: await obstacleOf(em, { userId, operator }, organizations),
  };
}
