import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes: begun first, so that none of them runs alone at the end while the other cores are idle. */
const longest =
  /(reminders\/at-(least|most)-once|test\/[\w-]+\/(access-matrix|holds-at-once|calendly-fuzz|calendars-\w+)|chaos\/\w+|test\/bundle)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['{packages,functions,infra,events}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    // One for each core, where the default leaves one free: of two cores that would be half.
    maxWorkers: '100%',
  },
});
