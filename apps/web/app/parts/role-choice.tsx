import { type MemberRole, memberRoles } from '@patchbay/core';
import { FieldError } from '@patchbay/ui';
import { useId } from 'react';
import { roleNotes, roleWords } from './roles.ts';

type RoleChoiceProps = { chosen: string; errors?: readonly string[] | undefined };

export function RoleChoice({ chosen, errors = [] }: RoleChoiceProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={errors.length > 0 ? id : undefined}>
      <legend className="text-sm font-medium">Role</legend>
      <div className="mt-2 divide-y divide-line overflow-hidden rounded-sm border border-line">
        {[...memberRoles].reverse().map((role) => (
          <RoleOption key={role} role={role} chosen={role === chosen} />
        ))}
      </div>
      {errors.length > 0 && <FieldError id={id} errors={errors} />}
    </fieldset>
  );
}

function RoleOption({ role, chosen }: { role: MemberRole; chosen: boolean }) {
  return (
    <label className="flex cursor-pointer items-start gap-3 px-3 py-2.5 transition-colors hover:bg-hover has-checked:bg-accent-soft">
      <input
        type="radio"
        name="role"
        value={role}
        defaultChecked={chosen}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="flex flex-col">
        <span className="text-sm font-medium">{roleWords[role]}</span>
        <span className="text-sm text-muted">{roleNotes[role]}</span>
      </span>
    </label>
  );
}
