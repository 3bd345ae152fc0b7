import { Badge, Spinner } from '@patchbay/ui';
import { CircleAlert, CircleCheck, Clock, Hand } from 'lucide-react';
import type { removalWords } from './words.ts';

type Word = (typeof removalWords)[keyof typeof removalWords];

const icons = {
  done: <CircleCheck aria-hidden />,
  waiting: <Clock aria-hidden />,
  running: <Spinner />,
  stuck: <CircleAlert aria-hidden />,
  hand: <Hand aria-hidden />,
};

export function State({ word, tone, icon }: Word) {
  return (
    <Badge tone={tone} icon={icons[icon]}>
      {word}
    </Badge>
  );
}
