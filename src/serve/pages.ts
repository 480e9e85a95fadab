/** The pages for a browser without a session. They say how to sign in, and reveal nothing. */

const page = (title: string, text: string, steps: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Redwell</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#222}
kbd{border:1px solid #999;border-radius:3px;padding:0 .3em}
@media (prefers-color-scheme:dark){body{background:#1a1b1e;color:#ddd}}</style></head>
<body><main><h1>${title}</h1><p>${text}</p>${steps}</main></body></html>
`;

const HOW = `<ol>
<li>Go to the window in which Redwell was started. It shows text and stays open while Redwell runs.</li>
<li>Click in that window, press <kbd>N</kbd>, and then press <kbd>Enter</kbd>.</li>
<li>Redwell shows a new address. Open it in this browser.</li></ol>
<p>If that window is closed, start Redwell again. If someone else starts Redwell for you, ask that person.
Your documents and batches are safe.</p>`;

export const signedOutPage = (): string =>
  page(
    'You are signed out',
    'Redwell signs a browser out when it was not open for 12 hours, after 7 days, and when Redwell is started again, so that nobody else can read your clients’ documents. To sign in:',
    HOW,
  );

export const spentTokenPage = (): string =>
  page(
    'This address cannot be used',
    'Each address works once, within 12 hours, and only until Redwell is started again. To get another one:',
    HOW,
  );

export const waitPage = (): string =>
  page(
    'Wait a minute',
    'Too many wrong addresses were opened. Wait a minute, and then open the address again.',
    '',
  );
