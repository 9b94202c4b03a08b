import type { StandInAnswer } from '../stand-in.ts';

export const escapeHtml = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (it) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[it] ?? it,
  );

/** A page that needs nothing but itself; `main` is HTML. */
export function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222; }
fieldset { border: 1px solid #bbb; margin: 1rem 0; padding: 0.5rem 1rem; }
label { display: block; margin: 0.3rem 0; }
label.inline { display: inline-block; margin-right: 1rem; }
input, select, button { font: inherit; padding: 0.25rem 0.5rem; }
button { margin: 0.25rem 0.25rem 0.25rem 0; }
table { border-collapse: collapse; } th, td { border: 1px solid #ccc; padding: 0.25rem 0.5rem; text-align: left; }
.note { background: #eef4fb; padding: 0.5rem 1rem; }
code { word-break: break-all; }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`;
}

export const htmlHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // Somebody else's page must not be able to put these buttons under the reader's pointer.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

export const pageAnswer = (status: number, title: string, main: string): StandInAnswer => ({
  status,
  headers: htmlHeaders,
  body: page(title, main),
});
