import type { Settings } from './settings.ts';
import type { DataStack } from './stacks/data.ts';

/** What every function stands on. */
export interface Platform {
  readonly settings: Settings;
  readonly data: DataStack;
  /** Absolute; holds `http/` and `workers/`. */
  readonly functionsDirectory: string;
  /** The API's address as the outside knows it. */
  readonly publicApiUrl: string;
}
