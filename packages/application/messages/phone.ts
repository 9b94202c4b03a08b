/**
 * A telephone number in E.164, out of one as people write it: with blanks, dots, dashes, slashes, brackets, a `(0)` to
 * leave out abroad, and `00` for the plus. Undefined for one without country code, which could be anybody's.
 */
export function e164(written: string): string | undefined {
  const digits = written
    .replace(/\(0\)/g, '')
    .replace(/[\s().\-/]/g, '')
    .replace(/^00/, '+');
  // A country code and a number: at most fifteen digits; the shortest numbers that can take messages have seven.
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
}
