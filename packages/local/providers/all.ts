import { createCalendly } from './calendly/calendly.ts';
import { createGoogle } from './google/google.ts';
import { createMicrosoft } from './microsoft/microsoft.ts';
import type { CreateStandIn } from './stand-in.ts';
import { createZoom } from './zoom/zoom.ts';

/** The stand-ins for everybody whom the product speaks to. */
export const standIns: Readonly<Record<string, CreateStandIn>> = {
  calendly: createCalendly,
  zoom: createZoom,
  google: createGoogle,
  microsoft: createMicrosoft,
};
