import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useAnnounce } from './announcer.tsx';
import { Button, IconButton } from './button.tsx';
import { useHydrated } from './hydration.ts';

export type CopyButtonProps = {
  text: string;
  /** What it is, for the name and the announcement: "request id". */
  what: string;
  /** With words instead of the icon alone. */
  wide?: boolean;
};

/** Comes with hydration: without script there is nothing it could do. */
export function CopyButton({ text, what, wide = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  const hydrated = useHydrated();
  if (!hydrated) return null;

  const copy = async () => {
    const done = await writeClipboard(text);
    announce(done ? `Copied ${what}` : `Could not copy ${what}`);
    setCopied(done);
    setTimeout(() => setCopied(false), 2_000);
  };
  const icon = copied ? <Check className="text-ok" /> : <Copy />;
  if (!wide)
    return <IconButton label={copied ? 'Copied' : `Copy ${what}`} icon={icon} onClick={copy} />;
  return (
    <Button type="button" icon={icon} onClick={copy}>
      {copied ? 'Copied' : `Copy ${what}`}
    </Button>
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
