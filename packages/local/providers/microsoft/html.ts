import { escapeHtml } from './pages.ts';

/** A text as Exchange turns it into HTML. */
export const textToHtml = (text: string) => escapeHtml(text).replaceAll(/\r?\n/g, '<br>\r\n');

export function htmlToText(html: string): string {
  return html
    .replaceAll(/<head[\s\S]*?<\/head>/gi, '')
    .replaceAll(/\r?\n/g, '')
    .replaceAll(/<br\s*\/?>|<\/p>|<\/div>|<hr\s*\/?>/gi, '\r\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

/** Exchange gives back whole documents. */
export function asDocument(html: string): string {
  if (html === '' || /<html/i.test(html)) return html;
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${html}\r\n</body>\r\n</html>\r\n`;
}

/** What Teams puts below the text of an invitation. Who sends a body without it takes the meeting away. */
const meetingBlob = (joinUrl: string) =>
  `<br>\r\n<div class="me-email-text"><hr>Microsoft Teams meeting<br><a href="${escapeHtml(joinUrl)}">Join the meeting now</a></div>`;

export const holdsMeeting = (html: string, joinUrl: string) =>
  html.includes(joinUrl) || html.includes(escapeHtml(joinUrl));

export function withBlob(html: string, joinUrl: string): string {
  if (holdsMeeting(html, joinUrl)) return html;
  return /<\/body>/i.test(html)
    ? html.replace(/<\/body>/i, `${meetingBlob(joinUrl)}</body>`)
    : html + meetingBlob(joinUrl);
}
