import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import { PatchField } from './patch-field.tsx';

type DoorProps = { title: string; note?: ReactNode; children: ReactNode; footer?: ReactNode };

/** Pages in front of the product: signing in, signing up, joining, founding. */
export function Door({ title, note, children, footer }: DoorProps) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(480px,5fr)_6fr]">
      <main className="mx-auto flex w-full max-w-102 flex-col px-6 py-8">
        <p className="flex items-center gap-2.5 font-semibold">
          <Mark className="size-7" />
          Patchbay
        </p>
        <div className="my-auto py-12">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {note && <div className="mt-1 text-muted">{note}</div>}
          <div className="mt-6 flex flex-col gap-4">{children}</div>
          {footer && (
            <div className="mt-6 border-t border-line pt-4 text-sm text-muted">{footer}</div>
          )}
        </div>
      </main>
      <div className="grid place-items-center overflow-hidden border-l border-line bg-sunken p-12 max-lg:hidden">
        <PatchField />
      </div>
    </div>
  );
}
