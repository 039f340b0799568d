/** Numbers as people read them. */

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Two units at most: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 1 h`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND_MS) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * SECOND_MS) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return pair({ ms, unitMs: MINUTE_MS, unit: "min", restMs: SECOND_MS, rest: "s" });
  if (ms < DAY_MS) return pair({ ms, unitMs: HOUR_MS, unit: "h", restMs: MINUTE_MS, rest: "min" });
  return pair({ ms, unitMs: DAY_MS, unit: "d", restMs: HOUR_MS, rest: "h" });
}

interface Units {
  readonly ms: number;
  readonly unitMs: number;
  readonly unit: string;
  readonly restMs: number;
  readonly rest: string;
}

function pair({ ms, unitMs, unit, restMs, rest }: Units): string {
  const restCount = Math.floor((ms % unitMs) / restMs);
  return `${Math.floor(ms / unitMs)} ${unit}${restCount === 0 ? "" : ` ${restCount} ${rest}`}`;
}

/** Documents an hour, or a second where that is the better number. */
export function formatRate(perHour: number): string {
  const perSecond = perHour / 3600;
  if (perSecond >= 100) return `${formatCount(perSecond)}/s`;
  if (perSecond >= 1) return `${perSecond.toFixed(1)}/s`;
  if (perHour >= 60) return `${(perHour / 60).toFixed(1)}/min`;
  return `${perHour.toFixed(1)}/h`;
}

/** `1` `document`, `2` `documents`. */
export function formatDocuments(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "document" : "documents"}`;
}
