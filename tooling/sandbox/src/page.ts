import { html, raw } from 'hono/html';

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; background: light-dark(#f4f4f1, #17181a); color: light-dark(#222, #e6e6e3); }
main { max-width: 34rem; margin: 4rem auto; padding: 2rem; background: light-dark(#fff, #202225); border: 1px solid light-dark(#dcdcd6, #35383c); border-radius: 10px; }
main.wide { max-width: 52rem; }
h1 { font-size: 1.3rem; margin: .75rem 0; }
h2 { font-size: 1rem; margin: 1.75rem 0 .25rem; }
.mark { display: inline-block; padding: .1rem .6rem; border-radius: 99px; font-size: .8rem; background: #ffe9a8; color: #4d3b00; }
.quiet { color: light-dark(#5c5c57, #a5a5a0); font-size: .9rem; }
fieldset { border: 0; padding: 0; margin: 1.25rem 0; }
legend { font-weight: 600; margin-bottom: .4rem; padding: 0; }
label { display: block; padding: .5rem .6rem; border-radius: 6px; }
label:hover { background: light-dark(#f4f4f1, #2a2d31); }
.actions { display: flex; gap: .75rem; }
button { font: inherit; padding: .55rem 1.4rem; border-radius: 6px; border: 1px solid light-dark(#b9b9b2, #55595e); background: transparent; color: inherit; cursor: pointer; }
button.main { background: #1d5fa8; border-color: #1d5fa8; color: #fff; }
code { font-size: .9em; overflow-wrap: anywhere; }
li { margin: .2rem 0; }
@media (max-width: 40rem) { main { margin: 0; border-radius: 0; border-width: 0; min-height: 100vh; box-sizing: border-box; } }
`;

/** Nothing but these lines of style loads; a form may lead anywhere, because that is what consent does. */
export const pageHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export const page = (title: string, body: unknown, wide = false) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${raw(style)}</style></head>
<body><main${wide ? raw(' class="wide"') : ''}>${body}</main></body>
</html>`;
