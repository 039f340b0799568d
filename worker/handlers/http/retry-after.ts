/** The other side is not always serious. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** `Retry-After` as seconds or HTTP-date, in milliseconds from now, an hour at most; undefined where it says nothing that makes sense. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Math.min(MAX_RETRY_AFTER_MS, Number(text) * 1000);
  // All three forms of HTTP-date have the name of a day and a time. Date.parse takes much more.
  const dateMs = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun).* \d\d:\d\d:\d\d /.test(`${text} `) ? Date.parse(withZone(text)) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, dateMs - nowMs));
}

/** asctime names no zone: it is GMT, and not the machine's own. */
function withZone(text: string): string {
  return text.endsWith("GMT") ? text : `${text} GMT`;
}
