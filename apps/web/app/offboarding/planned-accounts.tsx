import type { OffboardingPlanView } from '@patchbay/services/schemas';
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@patchbay/ui';
import { planWords } from './words.ts';

/** Every account with what becomes of it, in the words of its system. */
export function PlannedAccounts({ accounts }: Pick<OffboardingPlanView, 'accounts'>) {
  return (
    <Table caption="Accounts that go">
      <TableHead>
        <HeadCell>System</HeadCell>
        <HeadCell>Account</HeadCell>
        <HeadCell>What happens</HeadCell>
      </TableHead>
      <TableBody>
        {accounts.map((account) => (
          <Row key={account.accountId}>
            <Cell>
              <span className="flex flex-col py-1">
                <span className="font-medium">{account.providerName}</span>
                <span className="text-sm text-muted">{account.noun}</span>
              </span>
            </Cell>
            <Cell label="Account" className="font-mono text-sm break-all">
              {account.identifier}
            </Cell>
            <Cell label="What happens">
              <span className="flex max-w-prose flex-col py-1">
                <span>{planWords[account.plan]}</span>
                {account.about && <span className="text-sm text-muted">{account.about}</span>}
              </span>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
