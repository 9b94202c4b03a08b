import type { CreateStandIn } from './stand-in.ts';

/** The stand-ins for everybody whom the product speaks to. */
export const standIns: Readonly<Record<string, CreateStandIn>> = {};
