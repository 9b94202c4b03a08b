import type { Attachment } from './inbox.ts';

export interface Mail {
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly Attachment[];
}

interface Part {
  /** Names as written; a header given twice keeps its last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function header(part: Part, name: string): string | undefined {
  return Object.entries(part.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** The value before the first semicolon, and the parameters after it, quoted or not. */
function parametrised(value: string): { value: string; parameters: Record<string, string> } {
  const [first = '', ...rest] = value.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const parameters: Record<string, string> = {};
  for (const parameter of rest) {
    const [, name, quoted, plain] =
      /^\s*([^=\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(.*))\s*$/s.exec(parameter) ?? [];
    if (name !== undefined)
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain?.trim() ?? '';
  }
  return { value: first.trim(), parameters };
}

function quotedPrintable(text: string): Buffer {
  const joined = text.replace(/=\r?\n/g, '');
  const bytes = joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** RFC 2047 encoded words; the white space between two of them is not part of the text. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_, charset: string, encoding: string, text: string) => {
      const bytes =
        encoding.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : quotedPrintable(text.replaceAll('_', ' '));
      return decodeText(bytes, charset);
    });
}

function decodeText(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

function split(raw: Buffer): Part {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    // Header bytes beyond ASCII are UTF-8 (RFC 6532).
    if (colon > 0)
      headers[line.slice(0, colon).trim()] = Buffer.from(line.slice(colon + 1).trim(), 'latin1').toString();
  }
  return { headers, body: end === null ? Buffer.alloc(0) : raw.subarray(end.index + end[0].length) };
}

function content(part: Part): Buffer {
  switch (header(part, 'content-transfer-encoding')?.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(part.body.toString('latin1'), 'base64');
    case 'quoted-printable':
      return quotedPrintable(part.body.toString('latin1'));
    default:
      return part.body;
  }
}

function children(part: Part, boundary: string): Part[] {
  const text = part.body.toString('latin1');
  const pieces = `\r\n${text}`.split(
    new RegExp(`\\r?\\n--${boundary.replace(/[^\w]/g, '\\$&')}(?=--|[ \\t]*\\r?\\n)`),
  );
  return pieces
    .slice(1)
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => split(Buffer.from(piece.replace(/^[ \t]*\r?\n/, ''), 'latin1')));
}

/** `Ann <ann@example.com>, bob@example.com` → the bare addresses. */
export function addresses(value: string): string[] {
  return value
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((one) => (/<([^>]+)>/.exec(one)?.[1] ?? one).trim())
    .filter((one) => one !== '');
}

/** As much of RFC 5322 and 2045 to 2047 as an inbox needs: headers, text, HTML, and the rest as attachments. */
export function parseMail(raw: Buffer): Mail {
  const root = split(raw);
  let text: string | undefined;
  let html: string | undefined;
  const attachments: Attachment[] = [];

  const visit = (part: Part) => {
    const type = parametrised(header(part, 'content-type') ?? 'text/plain');
    const contentType = type.value.toLowerCase();
    if (contentType.startsWith('multipart/')) {
      for (const child of children(part, type.parameters.boundary ?? '')) visit(child);
      return;
    }
    const disposition = parametrised(header(part, 'content-disposition') ?? '');
    const bytes = content(part);
    const isText = contentType.startsWith('text/');
    const decoded = isText ? decodeText(bytes, type.parameters.charset ?? 'utf-8') : bytes.toString('base64');
    const attached = disposition.value.toLowerCase() === 'attachment';
    if (!attached && contentType === 'text/plain' && text === undefined) text = decoded;
    else if (!attached && contentType === 'text/html' && html === undefined) html = decoded;
    else {
      const filename = disposition.parameters.filename ?? type.parameters.name ?? 'attachment';
      const method = type.parameters.method === undefined ? '' : `; method=${type.parameters.method}`;
      attachments.push({
        filename: decodeWords(filename),
        contentType: `${contentType}${method}`,
        content: decoded,
      });
    }
  };
  visit(root);

  const headers = Object.fromEntries(
    Object.entries(root.headers).map(([name, value]) => [name, decodeWords(value)]),
  );
  const recipients = ['to', 'cc', 'bcc'].flatMap((name) => addresses(header(root, name) ?? ''));
  return {
    from: header(root, 'from') === undefined ? undefined : decodeWords(header(root, 'from') ?? ''),
    to: recipients,
    subject: decodeWords(header(root, 'subject') ?? ''),
    text: text ?? '',
    html,
    headers,
    attachments,
  };
}
