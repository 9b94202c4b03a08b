import { describe, vi } from 'vitest';
import { outlookSide } from '../calendar-providers.ts';
import { tellCalendarStory } from './calendar-story.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
});

describe('a coach’s Outlook', () => tellCalendarStory('Outlook', outlookSide));
