/** The two pages for a browser without a session. They say how to sign in. */

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Redwell</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#222}
kbd{border:1px solid #999;border-radius:3px;padding:0 .3em}
@media (prefers-color-scheme:dark){body{background:#1a1b1e;color:#ddd}}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`;

const NEW_ADDRESS =
  'In the terminal where Redwell is running, press <kbd>n</kbd> and then <kbd>Enter</kbd>. Redwell prints a new address. Open it here.';

export const noSessionPage = (): string =>
  page('This browser is not signed in', `Redwell opens only from an address that it prints. ${NEW_ADDRESS}`);

export const spentTokenPage = (): string =>
  page('This address has already been used', `Each address works once. ${NEW_ADDRESS}`);
