import type { AccountAbilities } from '@patchbay/react';
import type { BulkView } from '@patchbay/services/schemas';
import { Avatar, Cell, HeadCell, Row, Table, TableBody, TableHead, TextField } from '@patchbay/ui';
import { ChevronRight } from 'lucide-react';
import type { PlannedPerson } from '../../accounts/bulk-plan.ts';

type PlanPeopleProps = {
  people: readonly PlannedPerson[];
  kind: BulkView['kind'];
  abilities: AccountAbilities;
};

/** Whom the plan affects and how, and who is left out and why. The form takes the first list with it. */
export function PlanPeople({ people, kind, abilities }: PlanPeopleProps) {
  const affected = people.filter(({ skipped }) => skipped === null);
  const skipped = people.filter((one) => one.skipped !== null);
  return (
    <>
      {affected.length > 0 && (
        <div className="max-h-120 overflow-y-auto [&_thead]:top-0">
          <Table caption="Whom it affects">
            <TableHead>
              <HeadCell>Person</HeadCell>
              <HeadCell>{abilities.identifier.label}</HeadCell>
            </TableHead>
            <TableBody>
              {affected.map((one) => (
                <Row key={one.person.id}>
                  <Cell>
                    <Person person={one.person} />
                    <input type="hidden" name="person" value={one.person.id} />
                    {one.accountId && <input type="hidden" name="account" value={one.accountId} />}
                  </Cell>
                  <Cell label={abilities.identifier.label}>
                    {kind === 'create' ? (
                      <NewName person={one.person} identifier={abilities.identifier} />
                    ) : (
                      <span className="font-mono text-xs wrap-anywhere">{one.identifier}</span>
                    )}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      {skipped.length > 0 && (
        <details className="group/skipped border-t border-line">
          <summary className="flex items-center gap-1.5 px-5 py-3 text-sm text-muted hover:bg-hover">
            <ChevronRight
              aria-hidden
              className="size-4 transition-transform group-open/skipped:rotate-90"
            />
            {skipped.length} of the chosen people {skipped.length === 1 ? 'is' : 'are'} left out
          </summary>
          <ul className="divide-y divide-line border-t border-line">
            {skipped.map((one) => (
              <li key={one.person.id} className="flex flex-wrap items-center gap-x-4 px-5 py-2">
                <span className="min-w-0 flex-1 basis-48">
                  <Person person={one.person} />
                </span>
                <span className="text-sm text-muted">{one.skipped}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Person({ person }: Pick<PlannedPerson, 'person'>) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Avatar name={person.name} />
      <span className="flex min-w-0 flex-col">
        <span className="font-medium wrap-anywhere">{person.name}</span>
        <span className="text-sm wrap-anywhere text-muted">{person.email}</span>
      </span>
    </span>
  );
}

type NewNameProps = Pick<PlannedPerson, 'person'> & Pick<AccountAbilities, 'identifier'>;

/** Chosen here where the system suggests nothing; otherwise it follows from the e-mail address. */
function NewName({ person, identifier }: NewNameProps) {
  if (identifier.choice === 'suggested')
    return <span className="text-sm text-muted">Made from the e-mail address</span>;
  return (
    <TextField
      label={`${identifier.label} of ${person.name}`}
      name={`identifier.${person.id}`}
      placeholder={identifier.placeholder ?? undefined}
      required
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      className="max-w-60"
    />
  );
}
