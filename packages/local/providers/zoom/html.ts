/** The text as HTML content or an attribute's value. */
export const escaped = (text: unknown): string =>
  String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 1rem; color: #1b1b1b; background: #fff }
  h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2rem }
  article, fieldset { border: 1px solid #767676; border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0 }
  form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .5rem 0 }
  label { display: inline-flex; flex-direction: column; font-size: .85rem }
  input, select, button { font: inherit; padding: .3rem .6rem } button { cursor: pointer }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #ccc; vertical-align: top }
  .said { background: #fff6d6; border: 1px solid #a67c00; padding: .5rem 1rem } code { overflow-wrap: anywhere }`;

/** A whole page; `body` is HTML. */
export const htmlPage = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

export const input = (label: string, name: string, attributes = ''): string =>
  `<label>${escaped(label)}<input name="${escaped(name)}" ${attributes}></label>`;

export const button = (label: string, attributes = ''): string =>
  `<button ${attributes}>${escaped(label)}</button>`;
