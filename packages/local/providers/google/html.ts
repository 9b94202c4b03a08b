const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** HTML that is safe to send as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly (Html | string)[];

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(render).join('');
  return escapeHtml(String(part));
}

/** A template whose parts are escaped unless they are HTML themselves. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, index) => text + render(parts[index])).join(''));
}

/** A whole page that needs nothing from anywhere else. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: #1f1f1f; background: #fff; }
fieldset { border: 1px solid #c4c7c5; border-radius: 8px; margin: 1rem 0; padding: 1rem; }
button { font: inherit; padding: .4rem 1rem; border-radius: 6px; border: 1px solid #747775; background: #f0f4f9; cursor: pointer; }
button.main { background: #0b57d0; border-color: #0b57d0; color: #fff; }
input, select { font: inherit; padding: .3rem; }
label { display: block; margin: .3rem 0; }
form.inline, form.inline label { display: inline-block; margin-right: .8rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e0e0e0; vertical-align: top; }
.note { color: #5f6368; }
</style>
</head>
<body>
<h1>${title}</h1>
${content}
</body>
</html>
`.text;
}
