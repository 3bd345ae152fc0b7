import { Button } from '@patchbay/ui';
import { type Location, useBlocker, useNavigate } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';

/** Asks before unsaved changes are left behind, by a link or by closing the page. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const navigate = useNavigate();
  const leaving = useRef(false);
  const [wanted, setWanted] = useState<Location | null>(null);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      dirty && !leaving.current && currentLocation.pathname !== nextLocation.pathname,
  );
  // The router forgets what it blocks as soon as a live update reads the page again; the question stays.
  const blocked = blocker.state === 'blocked' ? blocker.location : null;
  useEffect(() => {
    if (blocked) setWanted(blocked);
  }, [blocked]);
  useEffect(() => {
    if (!dirty) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [dirty]);
  if (wanted === null) return null;
  const stay = () => {
    setWanted(null);
    blocker.reset?.();
  };
  const leave = () => {
    leaving.current = true;
    setWanted(null);
    if (blocker.state === 'blocked') blocker.proceed();
    else navigate(wanted);
  };
  return <LeaveDialog onStay={stay} onLeave={leave} />;
}

function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="leave-title"
      aria-describedby="leave-text"
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
      className="m-auto w-[calc(100%-32px)] max-w-110 rounded-md bg-raised text-ink shadow-float backdrop:bg-scrim max-sm:mb-4"
    >
      <div className="flex flex-col gap-1.5 px-5 pt-5 pb-4">
        <h2 id="leave-title" className="text-lg font-semibold">
          Leave without saving?
        </h2>
        <p id="leave-text" className="text-muted">
          What you changed in this form is not stored anywhere else.
        </p>
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
        <Button type="button" variant="quiet" onClick={onLeave}>
          Leave without saving
        </Button>
        <Button type="button" variant="primary" onClick={onStay}>
          Stay
        </Button>
      </div>
    </dialog>
  );
}
