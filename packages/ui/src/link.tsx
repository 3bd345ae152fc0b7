import { clsx } from 'clsx';
import type { AnchorHTMLAttributes, ComponentType, ReactNode } from 'react';
import { createContext, forwardRef, useContext } from 'react';

export type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

const LinkContext = createContext<ComponentType<AnchorProps> | 'a'>('a');

/** Gives every link of this package the router's own; without it they are plain anchors. */
export function LinkProvider(props: {
  component: ComponentType<AnchorProps>;
  children: ReactNode;
}) {
  return <LinkContext.Provider value={props.component}>{props.children}</LinkContext.Provider>;
}

/** An anchor without looks: for cards, rail entries and whatever brings its own. */
export const Anchor = forwardRef<HTMLAnchorElement, AnchorProps>(function Anchor(props, ref) {
  const Component = useContext(LinkContext) as ComponentType<
    AnchorProps & { ref: React.Ref<HTMLAnchorElement> }
  >;
  return <Component {...props} ref={ref} />;
});

export function Link({ className, ...rest }: AnchorProps) {
  return (
    <Anchor
      {...rest}
      className={clsx(
        'rounded-xs font-medium text-accent-ink underline decoration-accent-ink/35 underline-offset-3 transition-colors hover:decoration-accent-ink',
        className,
      )}
    />
  );
}
