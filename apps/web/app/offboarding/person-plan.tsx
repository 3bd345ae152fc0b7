import type { PersonPlanView } from '@patchbay/services/schemas';
import { counted } from './words.ts';

/** What goes with a person, counted, organization by organization. */
export function PersonPlan({ plan }: { plan: PersonPlanView }) {
  const { organizations, accounts, keys, sessions } = plan;
  return (
    <>
      <p>
        {counted(accounts, 'account')} in {counted(organizations.length, 'organization')}, all of
        them removed in their systems too; {counted(keys, 'API key')} revoked;{' '}
        {counted(sessions, 'session')} ended.
      </p>
      {organizations.length > 0 && (
        <ul className="divide-y divide-line rounded-sm border border-line">
          {organizations.map(({ id, name, accounts: own, keys: made }) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-4 px-3 py-2.5">
              <span className="min-w-0 font-medium break-words">{name}</span>
              <span className="text-muted">
                {counted(own, 'account')}, {counted(made, 'key')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
