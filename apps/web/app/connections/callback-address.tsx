import { CopyButton } from '@patchbay/ui';

/** What has to be entered at the provider when the app is the organization's own. */
export function CallbackAddress({ url }: { url: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 text-ink">
      <span className="text-sm font-medium">Callback address</span>
      <span className="inline-flex w-fit max-w-full items-center gap-1 rounded-xs border border-line bg-sunken pl-2">
        <code className="py-1 font-mono text-xs break-all select-all">{url}</code>
        <CopyButton text={url} what="callback address" />
      </span>
    </div>
  );
}
