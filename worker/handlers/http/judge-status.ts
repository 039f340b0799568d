/** What a status of HTTP means for document and service. */

export type StatusVerdict =
  /** 2xx. */
  | "taken"
  /** The service wants no calls now: 429, 503. The document is as good as before. */
  | "later"
  /** A gateway got no answer, or the call was not understood as sent: 408, 425, 502, 504. */
  | "broken"
  /** Other 5xx: the service failed at this document. */
  | "failed"
  /** Nothing that it would take from this pool: credentials, or an address that is elsewhere: 401, 407, 3xx, 1xx. */
  | "misconfigured"
  /** Other 4xx: it does not take this document. */
  | "rejected";

const SPECIAL = new Map<number, StatusVerdict>([
  [401, "misconfigured"],
  [407, "misconfigured"],
  [408, "broken"],
  [425, "broken"],
  [429, "later"],
  [502, "broken"],
  [503, "later"],
  [504, "broken"],
]);

export function judgeStatus(status: number): StatusVerdict {
  const special = SPECIAL.get(status);
  if (special !== undefined) return special;
  if (status >= 200 && status < 300) return "taken";
  if (status >= 400 && status < 500) return "rejected";
  return status >= 500 ? "failed" : "misconfigured";
}
