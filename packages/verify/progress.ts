const width = 30;
/** Real milliseconds between two lines or redraws. */
const often = { terminal: 100, file: 5000 };

/** Shows on a terminal how far a run is, in a file a line now and then. */
export function progressBar(
  output: { readonly isTTY?: boolean; write(text: string): unknown },
  expected: number,
  what = 'items',
): { show(items: number): void; end(): void } {
  const begun = performance.now();
  let shownAt = 0;
  let last = 0;
  const isTerminal = output.isTTY === true;
  const draw = (items: number) => {
    const share = expected > 0 ? Math.min(1, items / expected) : 0;
    const filled = Math.round(share * width);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
    const seconds = Math.max(0.001, (performance.now() - begun) / 1000);
    const rate = Math.round(items / seconds);
    // The table's own count is up to six hours old.
    const text = `${bar} ${items} of about ${Math.max(expected, items)} ${what}, ${rate} per second`;
    output.write(isTerminal ? `\r${text}\u001b[K` : `${text}\n`);
  };
  return {
    show(items) {
      last = items;
      const now = performance.now();
      if (now - shownAt < (isTerminal ? often.terminal : often.file)) return;
      shownAt = now;
      draw(items);
    },
    end() {
      draw(last);
      if (isTerminal) output.write('\n');
    },
  };
}
