import * as z from 'zod/mini';

/*
 * The fields that routes share. Every text has a stated length. Inputs are turned into what the engine works with
 * (instants into milliseconds, dates stay text); the OpenAPI document shows the wire form.
 */

/** An instant as RFC 3339 writes it, with `Z` or an offset, in the years 1970 to 9999; read as milliseconds. */
export const instantInput = z.pipe(
  z.iso
    .datetime({ offset: true, error: 'An RFC 3339 instant with Z or an offset is needed' })
    .check(
      z.refine(
        (text) => text >= '1970-01-02' && text < '9999-12-30',
        'The year must lie between 1970 and 9999',
      ),
    ),
  z.transform((text: string) => Date.parse(text)),
);

/** An instant in UTC with `Z`. */
export const instant = z.iso.datetime();

/** Ranges of dates are bounded, so that no request reads without bound. */
export const maximumRangeDays = 93;

export const date = z.iso
  .date('A date as YYYY-MM-DD is needed')
  .check(
    z.refine(
      (text) => text >= '1970-01-02' && text < '9999-12-30',
      'The year must lie between 1970 and 9999',
    ),
  );

/** `HH:MM`, 00:00 to 23:59. */
export const wallTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time as HH:MM is needed'));

/** `HH:MM`, 00:00 to 24:00. */
export const wallTimeEnd = z
  .string()
  .check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'A time as HH:MM, at most 24:00, is needed'));

/** Checked against the zones that the platform knows by the use case. */
export const timeZone = z.string().check(z.minLength(1), z.maxLength(64));

/** Ids are UUIDv7, or the `sub` of the identity provider for people who log in. */
export const id = z
  .string()
  .check(z.regex(/^[\w.|:@+-]{1,128}$/, 'Not an id'))
  .register(z.globalRegistry, { examples: ['01939f5e-7c3a-7d21-9b1f-5a8e0c4d2f10'] });

export const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

export const text = (maximum: number) => z.string().check(z.maxLength(maximum));

export const email = z.email('Not an e-mail address').check(z.maxLength(254));

/** E.164, or as people write it: digits, spaces, dashes, dots and brackets. */
export const phone = z.string().check(z.regex(/^\+?[\d ().-]{5,30}$/, 'Not a telephone number'));

export const price = z.number().check(z.gte(0), z.lte(1_000_000));

/** Minutes of one appointment, as far as it can be asked for at all; the surface's own range is a reason to refuse. */
export const duration = z.int().check(z.gte(1), z.lte(1440));

/** A whole number in a query string; the OpenAPI document calls it an integer, which is written the same. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .pipe(
      z.string().check(
        z.regex(/^\d{1,9}$/, 'A whole number is needed'),
        z.refine(
          (digits) => Number(digits) >= minimum && Number(digits) <= maximum,
          `Between ${minimum} and ${maximum}`,
        ),
      ),
      z.transform(Number),
    )
    .register(z.globalRegistry, { type: 'integer', minimum, maximum, pattern: undefined });

/** `true` or `false` in a query string. */
export const flag = z
  .pipe(
    z.enum(['true', 'false']),
    z.transform((word: 'true' | 'false') => word === 'true'),
  )
  .register(z.globalRegistry, { type: 'boolean', enum: undefined });

export const cursor = z.string().check(z.minLength(1), z.maxLength(400));

/** The envelope of the surfaces that have one. */
export const enveloped = <Data extends z.ZodMiniType>(data: Data) =>
  z.object({ success: z.literal(true), message: z.optional(z.string()), data });
