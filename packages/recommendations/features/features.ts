import type { Cell, Row } from '../model/encode.ts';

/** A wall clock: the local date in days since 1970-01-01, and the minutes since its midnight. */
export interface LocalTime {
  readonly date: number;
  readonly minute: number;
}

export type Temperature = 'cold' | 'warm' | 'hot';
export type Urgency = 'low' | 'normal' | 'high';

/** What is known about the client when a slot is offered. Nothing here tells age, sex, origin, health or belief. */
export interface ClientFacts {
  readonly temperature?: Temperature | undefined;
  /** 0 to 100. */
  readonly score?: number | undefined;
  /** Where the client comes from: a referral, a campaign, a page. */
  readonly source?: string | undefined;
  /** Bookings begun earlier and not finished. */
  readonly abandonments: number;
  /** Appointments whose outcome isn't known yet. */
  readonly openAppointments: number;
}

/** When the slot is offered, on both clocks. */
export interface Asked {
  readonly provider: LocalTime;
  readonly client: LocalTime;
}

/** The slot itself: its start, on both clocks. */
export interface SlotFacts {
  readonly provider: LocalTime;
  readonly client: LocalTime;
  readonly durationMinutes: number;
  readonly kind: string;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MINUTES_PER_PART = 180;
const SCORE_BAND = 25;
const URGENT_SCORE = 75;
const COOL_SCORE = 25;

/** Hot or high-scored is urgent, cold or low-scored is not; heat decides before the score. */
export function urgencyOf({ temperature, score }: ClientFacts): Urgency {
  if (temperature !== undefined) {
    if (temperature === 'hot') return 'high';
    return temperature === 'cold' ? 'low' : 'normal';
  }
  if (score === undefined) return 'normal';
  if (score >= URGENT_SCORE) return 'high';
  return score < COOL_SCORE ? 'low' : 'normal';
}

/** The cells that are the same for every slot of one question. */
export function clientRow(client: ClientFacts, asked: Asked): Row {
  return {
    temperature: client.temperature,
    score: client.score === undefined ? undefined : bandOf(client.score),
    source: client.source,
    abandoned: howMany(client.abandonments),
    open: howMany(client.openAppointments),
    urgency: urgencyOf(client),
    asked: partOf(asked.client),
  };
}

/** The cells that a slot decides. */
export function slotRow(slot: SlotFacts, asked: Asked): Row {
  return {
    lead: leadOf(slot, asked),
    weekday: weekdayOf(slot.provider),
    clientWeekday: weekdayOf(slot.client),
    hour: partOf(slot.provider),
    clientHour: partOf(slot.client),
    duration: slot.durationMinutes,
    kind: slot.kind,
  };
}

/** Whole days ahead, by the provider's calendar. */
export function leadOf(slot: SlotFacts, asked: Asked): number {
  return Math.max(0, slot.provider.date - asked.provider.date);
}

/** By the local date. */
export function weekdayOf({ date }: LocalTime): string {
  return WEEKDAYS[(((date + 4) % 7) + 7) % 7] ?? '';
}

/** Three hours of the day: `09-12`. */
function partOf({ minute }: LocalTime): string {
  const from = Math.floor(minute / MINUTES_PER_PART) * 3;
  return `${String(from).padStart(2, '0')}-${String(from + 3).padStart(2, '0')}`;
}

function howMany(count: number): Cell {
  if (count <= 0) return 'none';
  return count === 1 ? 'one' : 'several';
}

/** Quarters of the score: `75+`. */
function bandOf(score: number): Cell {
  return `${Math.min(3, Math.max(0, Math.floor(score / SCORE_BAND))) * SCORE_BAND}+`;
}
