import { escapeHtml } from '@punctual/application/messages/html.ts';

/*
 * The text of an event. It is HTML in Exchange whatever is written, and Teams puts its invitation into it: who writes a
 * text without that invitation takes the meeting away. So ours stands in an element of its own, and only that is replaced.
 */

const name = 'punctual-details';
/** Exchange may put a prefix before names. It holds no element of its own but line breaks. */
const ours = new RegExp(
  `<div[^>]*\\b(?:id|class)="[\\w-]*${name}"[^>]*>((?:(?!</?div)[\\s\\S])*)</div>`,
  'i',
);

/** Plain text as an element that is found again. */
export function htmlOf(text: string): string {
  return `<div id="${name}">${escapeHtml(text).replaceAll(/\r\n|\r|\n/g, '<br>')}</div>`;
}

/** Whether a body says this already. */
export function saysText(html: string, text: string): boolean {
  const [, inner] = ours.exec(html) ?? [];
  return inner !== undefined && squeeze(plain(inner)) === squeeze(text);
}

/** The body with our text in it and everything else as it was. */
export function withText(html: string, text: string): string {
  const element = htmlOf(text);
  if (ours.test(html)) return html.replace(ours, () => element);
  // Somebody took it out, or wrote the body before us: it goes to the top.
  return /<body[^>]*>/i.test(html) ? html.replace(/<body[^>]*>/i, (body) => body + element) : element + html;
}

function plain(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&nbsp;|&#160;/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/&quot;|&#34;/g, '"')
    .replaceAll(/&#39;|&apos;/g, "'")
    .replaceAll('&amp;', '&');
}

/** Exchange reflows white space. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
