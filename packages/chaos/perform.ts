import * as administration from './operations/administration.ts';
import * as calendars from './operations/calendars.ts';
import * as clients from './operations/clients.ts';
import * as coach from './operations/coach.ts';
import * as partners from './operations/partners.ts';
import * as recovery from './operations/recovery.ts';
import * as visitors from './operations/visitors.ts';
import type { Operation, OperationKind } from './plan.ts';
import type { Result, World } from './world.ts';

/** Mostly some minutes, now and then the better part of a day. */
async function letTimeGoBy(world: World, { shares: [share = 0] }: Operation): Promise<Result> {
  const minutes = share < 0.7 ? share * 50 : (share - 0.7) * 4800;
  const advance = `PT${1 + Math.floor(minutes)}M`;
  const reply = await world.client.call({ method: 'POST', path: '/dev/clock', body: { advance } });
  if (reply.status !== 200) return 'unanswered';
  world.now = Math.max(world.now, Date.parse(reply.body.now));
  return 'done';
}

const performers: Readonly<Record<OperationKind, (world: World, operation: Operation) => Promise<Result>>> = {
  'coach books a lead': coach.bookLead,
  'client books a session': clients.bookSession,
  'client books a coach': clients.bookCoach,
  'visitor holds a slot': visitors.hold,
  'visitor confirms': visitors.confirmHold,
  'visitor gives back': visitors.releaseHold,
  'coach moves': coach.move,
  'client moves': clients.moveSession,
  'visitor moves by link': visitors.moveByLink,
  'coach cancels': coach.cancel,
  'client cancels a session': clients.cancelSession,
  'client cancels a booking': clients.cancelBooking,
  'visitor cancels by link': visitors.cancelByLink,
  'coach confirms': coach.confirm,
  'admin confirms': clients.adminConfirms,
  'settings change': coach.changeSettings,
  'weekly row comes and goes': coach.changeRow,
  'lead is entered': coach.enterLead,
  'lead changes': coach.changeLead,
  'slots are read': visitors.readSlots,
  'lists are read': coach.readLists,
  'device is entered': clients.enterDevice,
  'device is forgotten': clients.forgetDevice,
  'calendar feed is made': clients.makeFeed,
  'calendar feed is read': clients.readFeed,
  'calendar feed is taken back': clients.takeFeedBack,
  'staff is taken on': coach.takeOnStaff,
  'payment comes': partners.pay,
  'payment fails': partners.failToPay,
  'coach writes to who did not finish': recovery.write,
  'coach stops writing': recovery.stop,
  'visitor books by recovery link': recovery.bookByLink,
  'client is assigned anew': administration.assignAnew,
  'intake is asked for': visitors.askForIntake,
  'meeting is booked at Calendly': partners.bookAtCalendly,
  'meeting is cancelled at Calendly': partners.cancelAtCalendly,
  'intake changes': administration.changeIntake,
  'intake is cancelled': administration.cancelIntake,
  'intake is deleted': administration.deleteIntake,
  'meeting is held at Zoom': partners.holdMeeting,
  'meeting is deleted at Zoom': partners.deleteMeeting,
  'news of Zoom comes again': partners.repeatNews,
  'Zoom settings change': coach.changeZoomSettings,
  'calendar is connected': calendars.connect,
  'calendar is synced by hand': calendars.sync,
  'calendar settings change': calendars.changeSettings,
  'calendar is given back': calendars.disconnect,
  'owner adds an event over there': calendars.addEvent,
  'time goes by': letTimeGoBy,
};

export function perform(world: World, operation: Operation): Promise<Result> {
  return performers[operation.kind](world, operation);
}
