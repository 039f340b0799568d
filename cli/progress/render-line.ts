/** One line that says how far a run is: with a bar for a terminal, without for a file. Pure. */
import { endedDocuments, type RunProgress } from "../../local/run-progress.ts";
import { fitWidth } from "./display-width.ts";
import { formatCount, formatDuration, formatRate } from "./format-quantity.ts";

export interface BarLineOptions {
  readonly columns: number;
  /** The terminal shows more than ASCII. */
  readonly isUnicode: boolean;
}

/** For a terminal of `columns`; the least important parts go first where it is narrow. */
export function renderBarLine(progress: RunProgress, { columns, isUnicode }: BarLineOptions): string {
  const facts = factsOf(progress);
  for (let count = facts.length; count >= 0; count--) {
    const text = facts.slice(0, count).join("  ");
    const room = columns - text.length - 3;
    if (room >= MIN_BAR_COLUMNS && progress.total !== undefined) return `${renderBar(shareOf(progress), { columns: Math.min(room, MAX_BAR_COLUMNS), isUnicode })} ${text}`;
    if (progress.total === undefined && text.length <= columns) return text;
  }
  return fitWidth(facts[0] ?? "", columns);
}

/** For logs: everything, one line. */
export function renderPlainLine(progress: RunProgress): string {
  return factsOf(progress).join(", ");
}

const MIN_BAR_COLUMNS = 10;
const MAX_BAR_COLUMNS = 40;

/** Most important first. */
function factsOf(progress: RunProgress): string[] {
  const { total, phase, failed, retrying, skipped, ratePerHour, etaMs } = progress;
  if (total === undefined) return [phase === "Discovering" ? "looking for documents" : phase.toLowerCase()];
  const ended = endedDocuments(progress);
  const facts = [`${Math.floor(shareOf(progress) * 100)}%`, `${formatCount(ended)}/${formatCount(total)}`];
  if (phase !== "Running") facts.push(PHASE_TEXTS[phase]);
  if (failed > 0) facts.push(`${formatCount(failed)} failed`);
  if (ratePerHour !== undefined && phase === "Running") facts.push(formatRate(ratePerHour));
  if (etaMs !== undefined && phase === "Running") facts.push(`${formatDuration(etaMs)} left`);
  if (retrying > 0) facts.push(`${formatCount(retrying)} retrying`);
  if (skipped > 0) facts.push(`${formatCount(skipped)} skipped`);
  return facts;
}

const PHASE_TEXTS: Readonly<Record<RunProgress["phase"], string>> = {
  Discovering: "looking for documents",
  Running: "running",
  Draining: "finishing what was started",
  Finalizing: "writing results",
  Completed: "completed",
  Failed: "failed",
  Stopped: "stopped",
};

/** Steps through stages count, so that a pipeline of three does not stand at 0 until its first document is through. */
function shareOf(progress: RunProgress): number {
  const { total, progressPercent } = progress;
  if (total === undefined) return 0;
  const ended = endedDocuments(progress);
  // 100 % is for when everything has ended.
  if (ended >= total) return 1;
  return Math.min(Math.max((progressPercent ?? 0) / 100, ended / total), 0.999);
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

function renderBar(share: number, { columns, isUnicode }: BarLineOptions): string {
  const inner = columns - 2;
  if (!isUnicode) return `[${"#".repeat(Math.round(share * inner)).padEnd(inner, ".")}]`;
  const eighths = Math.round(share * inner * 8);
  const filled = "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
  return `▕${filled.padEnd(inner)}▏`;
}
