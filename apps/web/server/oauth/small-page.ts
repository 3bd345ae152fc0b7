export type SmallPage = {
  title: string;
  /** Paragraphs. */
  text: readonly string[];
  link: { href: string; label: string };
  /** Goes there by itself at once; the link is for whoever stays. */
  leaves?: boolean;
};

/**
 * A page that needs nothing but itself, for those who come back from a provider: its address holds what nobody else may
 * see. All text is escaped.
 */
export function smallPage(page: SmallPage, nonce: string, status = 200, headers = {}): Response {
  return new Response(htmlOf(page, nonce), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
  });
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 20vh auto 0; max-width: 32rem; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; }`;

function htmlOf({ title, text, link, leaves = false }: SmallPage, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
${leaves ? `<meta http-equiv="refresh" content="0;url=${escapeHtml(link.href)}">\n` : ''}<title>${escapeHtml(title)} · Patchbay</title>
<style nonce="${escapeHtml(nonce)}">${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a></p>
</main>
</body>
</html>
`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
