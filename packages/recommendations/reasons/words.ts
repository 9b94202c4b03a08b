import type { Row } from '../model/encode.ts';

export type FactorName =
  | 'lead'
  | 'weekday'
  | 'hour'
  | 'engagement'
  | 'source'
  | 'abandoned'
  | 'open'
  | 'duration'
  | 'kind'
  | 'asked'
  | 'history';

/** The fixed bands of a probability: from 0.85, from 0.65, below. */
export type Outlook = 'high' | 'moderate' | 'low';

const HIGH = 0.85;
const MODERATE = 0.65;
/** Below it, a coach's own outcomes say little, and the answer tells so. */
const FEW = 30;

/** The band that a probability lies in. */
export function outlookOf(probability: number): Outlook {
  if (probability >= HIGH) return 'high';
  return probability >= MODERATE ? 'moderate' : 'low';
}

/** `High probability of conversion`, `Moderate probability of being kept` and so on. */
export function expectedOutcomeOf(outlook: Outlook, target: 'kept' | 'converted'): string {
  const band = { high: 'High', moderate: 'Moderate', low: 'Low' }[outlook];
  return `${band} probability of ${target === 'kept' ? 'being kept' : 'conversion'}`;
}

/** What a forecast rests on, where that is little; `undefined` where it is enough. `outcomes` are the coach's own. */
export function coldStartOf(outcomes: number): string | undefined {
  if (outcomes >= FEW) return undefined;
  const own = outcomes === 0 ? 'no outcomes' : outcomes === 1 ? 'one outcome' : `only ${outcomes} outcomes`;
  return `There are ${own} of yours to learn from yet, so this rests on what holds for all coaches`;
}

/** A factor in plain English, with what it is worth in percentage points. */
export function wordsOf(name: FactorName, effect: number, row: Row): string {
  const better = effect > 0;
  return `${sentenceOf(name, better ? 'more' : 'less', row)} (${better ? '+' : '−'}${points(effect)})`;
}

function sentenceOf(name: FactorName, often: 'more' | 'less', row: Row): string {
  switch (name) {
    case 'lead':
      return `Appointments ${aheadOf(row.lead)} work out ${often} often than usual with you`;
    case 'weekday':
      return `${row.weekday}s work out ${often} often than other days with you`;
    case 'hour':
      return `Starts between ${hoursOf(row.clientHour)} (client's time) work out ${often} often than others with you`;
    case 'engagement':
      return `Clients as ${row.temperature ?? 'engaged'} as this one keep to their bookings ${often} often`;
    case 'source':
      return `Clients who come from ${row.source ?? 'an unknown source'} keep to their bookings ${often} often`;
    case 'abandoned':
      return `${abandonedOf(row.abandoned)} keep to them ${often} often`;
    case 'open':
      return `Clients with ${row.open === 'none' ? 'no other' : 'other'} open bookings keep to them ${often} often`;
    case 'duration':
      return `Appointments of ${row.duration} minutes work out ${often} often with you`;
    case 'kind':
      return `Appointments of the kind ${String(row.kind).replace('_', ' ')} work out ${often} often with you`;
    case 'asked':
      return `Bookings made between ${hoursOf(row.asked)} (client's time) work out ${often} often`;
    case 'history':
      return `This client has kept to bookings ${often} often than was to be expected`;
  }
}

function aheadOf(lead: Row[string]): string {
  if (lead === 0) return 'on the same day';
  return lead === 1 ? 'on the next day' : `${lead} days ahead`;
}

function abandonedOf(count: Row[string]): string {
  return count === 'none'
    ? 'Clients who never left a booking unfinished'
    : 'Clients who left bookings unfinished';
}

function hoursOf(part: Row[string]): string {
  const [from = '', to = ''] = String(part).split('-');
  return `${from}:00 and ${to}:00`;
}

function points(effect: number): string {
  const whole = Math.round(Math.abs(effect) * 100);
  return `${whole} ${whole === 1 ? 'point' : 'points'}`;
}
