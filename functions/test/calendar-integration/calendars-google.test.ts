import { describe, vi } from 'vitest';
import { googleSide } from '../calendar-providers.ts';
import { tellCalendarStory } from './calendar-story.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
});

describe('a coach’s Google Calendar', () => tellCalendarStory('Google Calendar', googleSide));
