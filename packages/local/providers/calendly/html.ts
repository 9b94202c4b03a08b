/** A piece of HTML, as opposed to a text that must be escaped. */
export interface Html {
  readonly html: string;
}

export type Content = string | number | undefined | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

function render(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  if ('html' in content) return content.html;
  return content.map(({ html }) => html).join('');
}

/** HTML in which every value that is not HTML itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: parts.map((part, index) => part + render(values[index])).join('') };
}

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  label { display: block; margin: .5rem 0; } input, select { font: inherit; padding: .25rem; }
  button { font: inherit; padding: .25rem .75rem; margin: .15rem; }
  table { border-collapse: collapse; } th, td { border: 1px solid #888; padding: .35rem .5rem; text-align: left; vertical-align: top; }
  fieldset { margin: 1rem 0; } code { overflow-wrap: anywhere; } [role=alert] { border: 2px solid #b00; padding: .5rem; }
`;

/** A whole page, without anything from elsewhere. */
export function page(title: string, body: Html): string {
  const { html: text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  return text;
}

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  // With `no-referrer` a browser would send a form with the origin `null`, which `/dev/` refuses.
  'referrer-policy': 'same-origin',
};
