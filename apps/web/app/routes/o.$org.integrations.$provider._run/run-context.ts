import type { LimitsView, OperationView } from '@patchbay/services/schemas';
import { useOutletContext } from '@remix-run/react';
import type { IntegrationPage } from '../../integrations/page.ts';

export type ListedOperation = Pick<OperationView, 'name' | 'title' | 'effect'>;

/** What running and limiting calls share with the pages around them. */
export type RunContext = IntegrationPage & {
  operations: readonly ListedOperation[];
  limits: LimitsView;
};

export const useRun = () => useOutletContext<RunContext>();
