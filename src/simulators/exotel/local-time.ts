import { DateTime, IANAZone } from 'luxon';

/** Exotel's timestamps: in the account's local time, in whole seconds, without a zone. */
export interface LocalTime {
  /** From epoch milliseconds. */
  write: (epochMilliseconds: number) => string;
  /** From a text in the format of {@link LocalTime.write}. Undefined for any other text. */
  read: (text: string) => DateTime | undefined;
}

/** Whether a text has the form of a timestamp. Timestamps of one zone compare as text. */
export function isLocalTime(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text);
}

/** @throws RangeError for a zone that does not exist */
export function localTimeIn(zoneName: string): LocalTime {
  const zone = IANAZone.create(zoneName);
  if (!zone.isValid) throw new RangeError(`exotelTimeZone is not an IANA time zone: ${zoneName}`);
  return {
    // Uses the offset, because luxon's formatting takes seconds for 10,000 rows.
    write: (epochMilliseconds) => {
      const local = new Date(epochMilliseconds + zone.offset(epochMilliseconds) * 60_000);
      return local.toISOString().slice(0, 19).replace('T', ' ');
    },
    read: (text) => {
      if (!isLocalTime(text)) return undefined;
      const time = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone });
      return time.isValid ? time : undefined;
    },
  };
}
