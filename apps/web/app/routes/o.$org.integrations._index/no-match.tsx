import { ButtonLink, Card, EmptyState } from '@patchbay/ui';
import { SearchX } from 'lucide-react';
import { type Filters, groupTitles } from '../../integrations/groups.ts';
import { categoryWord } from '../../integrations/words.ts';

export function NoMatch({ path, filters }: { path: string; filters: Filters }) {
  const { title, advice } = wordsFor(filters);
  return (
    <Card>
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={title}
        actions={
          <ButtonLink href={filters.view === 'table' ? `${path}?view=table` : path}>
            Show all integrations
          </ButtonLink>
        }
      >
        {advice}
      </EmptyState>
    </Card>
  );
}

function wordsFor({ q, category, status }: Filters): { title: string; advice: string } {
  if (q)
    return {
      title: `Nothing matches “${q}”`,
      advice:
        'The search looks at names, vendors, categories and descriptions. Try fewer letters, or take out a filter.',
    };
  if (status === 'attention')
    return {
      title: 'Nothing needs attention',
      advice: 'An integration appears here when a check fails, with the reason and what mends it.',
    };
  const where = [category && categoryWord(category), status && groupTitles[status]]
    .filter(Boolean)
    .join(' · ');
  return {
    title: `Nothing under ${where || 'these filters'}`,
    advice: 'Take out a filter to see the rest.',
  };
}
