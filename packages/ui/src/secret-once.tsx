import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

type SecretOnceProps = {
  value: string;
  what: string;
  /** Beside the button that copies. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A value that this page shows and nobody can show again: a key, an invitation link. */
export function SecretOnce(props: SecretOnceProps) {
  return (
    <div className="flex flex-col gap-3 rounded-md border border-accent/40 bg-accent-soft p-4">
      <div className="text-sm">{props.children}</div>
      <div className="flex flex-col items-start gap-2">
        <code className="w-full rounded-sm border border-line bg-surface px-3 py-2 font-mono text-sm break-all select-all">
          {props.value}
        </code>
        <div className="flex flex-wrap gap-2">
          <CopyButton wide text={props.value} what={props.what} />
          {props.actions}
        </div>
      </div>
    </div>
  );
}
