import { clsx } from 'clsx';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Anchor, type AnchorProps } from './link.tsx';
import { Spinner } from './spinner.tsx';
import { Tooltip, type TooltipSide } from './tooltip.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'md' | 'sm';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-line bg-surface text-ink hover:border-control hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-bad text-surface hover:bg-bad-hover',
};

const sizes: Record<ButtonSize, string> = {
  md: 'h-9 px-3.5 pointer-coarse:h-11',
  sm: 'h-8 px-2.5 text-sm pointer-coarse:h-10',
};

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

const look = ({ variant = 'secondary', size = 'md' }: Look, className?: string) =>
  clsx(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-sm font-medium whitespace-nowrap transition-colors select-none',
    'disabled:pointer-events-none disabled:opacity-55 [&>svg]:size-4 [&>svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  );

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    /** The act runs: the button stays focusable, says so, and is not pressed twice. */
    pending?: boolean;
  };

export function Button(props: ButtonProps) {
  const { variant, size, icon, pending = false, className, children, type, ...rest } = props;
  return (
    <button
      {...rest}
      type={type ?? 'submit'}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : rest.onClick}
      className={look({ variant, size }, clsx(pending && 'opacity-70', className))}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export function ButtonLink({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: AnchorProps & Look) {
  return (
    <Anchor {...rest} className={look({ variant, size }, className)}>
      {icon}
      {children}
    </Anchor>
  );
}

const square =
  'relative inline-grid size-8 shrink-0 place-items-center rounded-sm text-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-10 [&>svg]:size-4';

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  label: string;
  icon: ReactNode;
  tip?: TooltipSide;
};

/** Its label is its accessible name and its tooltip. */
export function IconButton({ label, icon, tip, className, type, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} side={tip}>
      <button
        {...rest}
        type={type ?? 'button'}
        aria-label={label}
        className={clsx(square, className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}

export function IconLink(
  props: Omit<AnchorProps, 'children'> & { label: string; icon: ReactNode },
) {
  const { label, icon, className, ...rest } = props;
  return (
    <Tooltip text={label}>
      <Anchor {...rest} aria-label={label} className={clsx(square, className)}>
        {icon}
      </Anchor>
    </Tooltip>
  );
}
