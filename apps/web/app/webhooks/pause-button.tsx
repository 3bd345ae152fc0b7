import { Button, useHydrated } from '@patchbay/ui';
import { Pause, Play } from 'lucide-react';

type PauseButtonProps = { isPaused: boolean; newer: number; pause: () => void; resume: () => void };

/** Whether the list follows. Absent without script, where nothing follows. */
export function PauseButton({ isPaused, newer, pause, resume }: PauseButtonProps) {
  if (!useHydrated()) return null;
  if (isPaused)
    return (
      <Button size="sm" type="button" icon={<Play aria-hidden />} onClick={resume}>
        {newer > 0 ? `Paused · show ${newer} new` : 'Paused · go on'}
      </Button>
    );
  return (
    <Button size="sm" type="button" variant="quiet" icon={<Pause aria-hidden />} onClick={pause}>
      Pause
    </Button>
  );
}
