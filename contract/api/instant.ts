/** Points in time, as RFC 3339 text: what Kubernetes writes and `date -Is` prints. */
import { z } from "zod";

const RFC3339 = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/;
const MAX_INSTANT_CHARACTERS = 35;
const MESSAGE = "must be a time such as 2026-11-22T10:00:00Z";

/** The API server judges by `format`, which knows the calendar; so does the check beside it. */
export function instant(): z.ZodString {
  return z.string().max(MAX_INSTANT_CHARACTERS).regex(RFC3339, { error: MESSAGE, abort: true }).refine(isOnCalendar, { error: MESSAGE }).meta({ format: "date-time" });
}

/** `Date` rolls the 30th of February over to March: such a day does not come back as it went in. */
function isOnCalendar(text: string): boolean {
  const day = RFC3339.exec(text)?.[1];
  if (day === undefined || Number.isNaN(Date.parse(text))) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
