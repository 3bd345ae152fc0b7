import { Card, EmptyState } from '@patchbay/ui';
import { SquareFunction } from 'lucide-react';
import { useRun } from '../o.$org.integrations.$provider._run/run-context.ts';

/** Beside the list on a wide screen; on a phone the list is the page. */
export default function ChooseOperation() {
  const { integration, operations } = useRun();
  return (
    <Card>
      <EmptyState icon={<SquareFunction />} title="Try a call of its API">
        {operations.length > 0
          ? `Choose what ${integration.name} should do; the form follows from its declaration. Programs call the same operations by name.`
          : `${integration.name} has no named operations yet. Any request of its API can be tried.`}
      </EmptyState>
    </Card>
  );
}
