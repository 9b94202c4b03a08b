const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A text of at most so many UTF-16 units, cut between characters as people see them: neither a surrogate pair nor an
 * emoji made of several is taken apart.
 */
export function shortened(text: string, maximum: number, mark = '…'): string {
  return text.length <= maximum ? text : beginning(text, maximum - mark.length) + mark;
}

/** The longest beginning of whole characters that is not longer. */
export function beginning(text: string, maximum: number): string {
  let end = 0;
  // What lies beyond the maximum can only lengthen the last character, which then does not fit.
  for (const { index, segment } of characters.segment(text.slice(0, maximum + lookahead))) {
    if (index + segment.length > maximum) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** Longer than any character people write; a longer one is cut off where it must be. */
const lookahead = 64;
