import { beginning } from './text.ts';

/* How text messages are counted and billed: 3GPP TS 23.038 (alphabet) and TS 23.040 (messages in parts). */

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Each takes two places. */
const extended = new Set('^{}\\[~]|€');

/** Units that one message holds alone, and as a part of several. */
const capacity = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } } as const;

export interface SmsSize {
  readonly encoding: keyof typeof capacity;
  /** Messages that are billed; the phone shows them as one. */
  readonly segments: number;
}

/** A text message of more parts than this is cut. */
export const maximumSegments = 3;

/** How a text is sent, and as how many messages it is billed. */
export function sizeOf(text: string): SmsSize {
  const letters = [...text];
  const encoding = letters.every((one) => basic.has(one) || extended.has(one)) ? 'GSM-7' : 'UCS-2';
  const cost = (one: string) => (encoding === 'UCS-2' ? one.length : extended.has(one) ? 2 : 1);
  const { alone, part } = capacity[encoding];
  const total = letters.reduce((sum, one) => sum + cost(one), 0);
  if (total <= alone) return { encoding, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const one of letters) {
    // Neither a surrogate pair nor an escaped character is spread over two parts.
    if (used + cost(one) > part) {
      segments += 1;
      used = 0;
    }
    used += cost(one);
  }
  return { encoding, segments };
}

/** What word processors put in the place of characters that the GSM alphabet has, which would halve what fits. */
const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
};

const mark = '...';

/** The text as it is sent: no control characters but line breaks, and no more parts than allowed. */
export function fitted(text: string): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[‘’“”–—…\u00a0]/g, (one) => plain[one] ?? one)
    .trim();
  if (clean.length <= capacity['GSM-7'].part * maximumSegments && sizeOf(clean).segments <= maximumSegments) {
    return clean;
  }
  // No encoding takes less than a place for each unit.
  let short = beginning(clean, capacity['GSM-7'].part * maximumSegments);
  while (sizeOf(short + mark).segments > maximumSegments) short = beginning(short, short.length - 1);
  return short + mark;
}
