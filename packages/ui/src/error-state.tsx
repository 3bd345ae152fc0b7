import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

export type ErrorStateProps = {
  /** What happened, in a few words. */
  title: string;
  /** What it means here and what to do next. */
  children: ReactNode;
  status?: number;
  requestId?: string | undefined;
  actions?: ReactNode;
};

export function ErrorState({ title, children, status, requestId, actions }: ErrorStateProps) {
  return (
    <div className="mx-auto flex w-full max-w-140 flex-col gap-3 px-6 py-16 sm:py-24">
      {status && <p className="font-mono text-sm text-muted tabular-nums">{status}</p>}
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <div className="flex flex-col gap-2 text-muted">{children}</div>
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      {requestId && (
        <p className="mt-6 flex flex-wrap items-center gap-x-2 border-t border-line pt-4 text-sm text-muted">
          Request <code className="font-mono text-xs text-ink">{requestId}</code>
          <CopyButton text={requestId} what="request id" />
        </p>
      )}
    </div>
  );
}
