/** Zod's own English messages, imported by file: its index of locales would bring all fifty of them into every bundle. */
export { default } from 'zod/v4/locales/en.js';
