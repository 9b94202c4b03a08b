import type { AgendaId, PersonId } from '@punctual/scheduling/appointments/appointment.ts';
import type { Standing } from '@punctual/scheduling/appointments/lifecycle.ts';
import type { DateOverride, Schedule, TimeOff } from '@punctual/scheduling/availability/schedule.ts';
import type { DurationRule } from '@punctual/scheduling/slots/slots.ts';
import type { Weekday } from '@punctual/scheduling/time/date.ts';
import type { Instant } from '@punctual/scheduling/time/instant.ts';
import type { ChosenTemplates } from './reminders/templates.ts';

export type Role = 'coach' | 'client' | 'staff' | 'admin';

/** Who calls, as the token says. */
export interface Caller {
  readonly id: PersonId;
  readonly roles: readonly Role[];
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** The coach for whom the directory says that they act. */
  readonly staffOf: PersonId | undefined;
}

export type Temperature = 'cold' | 'warm' | 'hot';

/** What a coach knows about somebody who may become a client. */
export interface LeadDetails {
  readonly coachId: PersonId;
  readonly temperature: Temperature;
  /** 0 to 100. */
  readonly score: number;
}

export interface Person {
  readonly id: PersonId;
  /** Shared by all people with the same e-mail address. */
  readonly agenda: AgendaId;
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly timeZone: string | undefined;
  /** Those of the latest token; nobody who never logged in has any. */
  readonly roles: readonly Role[];
  readonly lead: LeadDetails | undefined;
  /** The coach for whom this person acts. */
  readonly staffOf: PersonId | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly version: number;
}

/** One row of a provider's weekly hours as it was entered; a row that is not available only documents a day off. */
export interface WeeklyRow {
  readonly id: string;
  readonly weekday: Weekday;
  /** Minutes after local midnight; the end may exceed 1440 and then lies on the next date. */
  readonly startMinute: number;
  readonly endMinute: number;
  readonly available: boolean;
  readonly notes: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface ReminderSettings {
  readonly email: boolean;
  readonly sms: boolean;
  /** Hours before the appointment at which the e-mail is due. */
  readonly hoursBefore: number;
  readonly followUp: boolean;
}

/** A provider's schedule and booking rules: one item, however many surfaces show it. */
export interface ProviderSettings {
  readonly providerId: PersonId;
  readonly timeZone: string;
  readonly rows: readonly WeeklyRow[];
  readonly overrides: readonly DateOverride[];
  readonly timeOff: readonly TimeOff[];
  readonly bufferMinutes: number;
  readonly minimumNoticeMinutes: number;
  readonly advanceBookingDays: number;
  readonly sameDayBooking: boolean;
  readonly autoConfirm: boolean;
  readonly defaultDurationMinutes: number;
  /** Undefined: a slot begins every default duration. */
  readonly slotIntervalMinutes: number | undefined;
  readonly price: number | undefined;
  readonly reminders: ReminderSettings;
  /** The words of reminders; undefined: the defaults. */
  readonly templates: ChosenTemplates | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** 0: nothing was ever saved, these are the defaults. */
  readonly version: number;
}

/** A provider's settings were changed: told to the world as changes of appointments are. */
export interface SettingsEvent {
  readonly id: string;
  readonly type: 'settings.changed';
  readonly providerId: PersonId;
  /** The version of the settings that it made. */
  readonly sequence: number;
  readonly at: Instant;
  /** Names of the fields that differ. */
  readonly changed: readonly string[];
}

/**
 * The settings of a provider who has saved none. There are no working hours in them: nobody can be booked who has
 * not said when.
 */
export function defaultSettings(providerId: PersonId, now: Instant): ProviderSettings {
  return {
    providerId,
    timeZone: 'UTC',
    rows: [],
    overrides: [],
    timeOff: [],
    bufferMinutes: 0,
    minimumNoticeMinutes: 0,
    advanceBookingDays: 30,
    sameDayBooking: true,
    autoConfirm: false,
    defaultDurationMinutes: 30,
    slotIntervalMinutes: undefined,
    price: undefined,
    reminders: { email: true, sms: true, hoursBefore: 24, followUp: true },
    templates: undefined,
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
}

/** Whether somebody is a provider at all: with settings of their own, or with a token that says so. */
export function offersAppointments(
  settings: Pick<ProviderSettings, 'version'>,
  person: Pick<Person, 'roles'> | undefined,
): boolean {
  return settings.version > 0 || person?.roles.includes('coach') === true;
}

/** The part of the settings that the engine decides by. */
export function scheduleOf(settings: ProviderSettings): Schedule {
  const {
    timeZone,
    overrides,
    timeOff,
    bufferMinutes,
    minimumNoticeMinutes,
    advanceBookingDays,
    sameDayBooking,
  } = settings;
  return {
    timeZone,
    weeklyWindows: settings.rows.filter((row) => row.available),
    overrides,
    timeOff,
    bufferMinutes,
    minimumNoticeMinutes,
    advanceBookingDays,
    sameDayBooking,
  };
}

/** What a surface lets its callers do; the engine decides by it, the surface only names it. */
export interface SurfacePolicy {
  readonly surface: string;
  readonly standing: Standing;
  readonly durations: DurationRule;
  /** Whether a new appointment is confirmed at once when the provider's settings say so. */
  readonly autoConfirms: boolean;
}
