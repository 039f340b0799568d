/** What a person reads when a run has ended: counts, stages, why documents failed, where things are. Pure. */
import type { RunJobResult, StopReason } from "../../local/run-job-options.ts";
import { type DocumentCounts, endedDocuments, type FailureGroup, type RunProgress, type StageProgress } from "../../local/run-progress.ts";
import type { RunRemarks } from "../../local/run-summary.ts";
import { formatCount, formatDocuments, formatDuration, formatRate } from "./format-quantity.ts";
import { shortenMiddle, toPrintable } from "./printable.ts";
import { renderTable } from "./render-table.ts";

/** Where the results are, as the person may type it. */
export interface SummaryPlaces {
  readonly folder: string;
  readonly results: string;
  readonly failures: string;
  readonly summary: string;
}

type EndedRun = Exclude<RunJobResult, { outcome: "rejected" }>;

export function renderSummary(result: EndedRun, places: SummaryPlaces): string {
  const { progress } = result;
  const sections = [
    [renderHeadline(result)],
    renderOutcomes(progress),
    progress.stages.length > 1 ? renderStages(progress.stages) : [],
    progress.failures.length > 0 ? renderFailures(progress.failures) : [],
    result.outcome === "completed" && result.remarks !== undefined ? renderRemarks(result.remarks) : [],
    result.outcome === "completed" ? renderPlaces(progress, places) : [`Run the same command again to go on. So far: ${places.folder}`],
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function renderHeadline(result: EndedRun): string {
  const { progress, durationMs } = result;
  const ended = endedDocuments(progress);
  if (result.outcome === "stopped") {
    const of = progress.total === undefined ? "" : ` of ${formatCount(progress.total)}`;
    return `Stopped before the end (${STOP_TEXTS[result.reason]}): ${formatCount(ended)}${of} documents have ended.${result.message === "" ? "" : ` ${toPrintable(result.message, 500)}`}`;
  }
  if (result.countsProblem !== undefined) return `Failed: the results do not add up to what was recorded. ${toPrintable(result.countsProblem, 500)}`;
  const now = ended - result.endedBefore;
  if (now === 0 && ended > 0) return `${VERDICTS[verdictOf(progress)]} nothing to do, all ${formatDocuments(ended)} had ended before.`;
  const rate = durationMs > 0 && now > 0 ? `, ${formatRate((now / durationMs) * 3_600_000)}` : "";
  if (result.endedBefore > 0) return `${VERDICTS[verdictOf(progress)]} ${formatDocuments(ended)}, ${formatCount(now)} of them in this run of ${formatDuration(durationMs)}${rate}`;
  return `${VERDICTS[verdictOf(progress)]} ${formatDocuments(ended)} in ${formatDuration(durationMs)}${rate}`;
}

type Verdict = "succeeded" | "someFailed" | "allFailed" | "nothing";

function verdictOf(counts: DocumentCounts): Verdict {
  const bad = counts.failed + counts.cancelled;
  if (endedDocuments(counts) === 0) return "nothing";
  if (bad === 0) return "succeeded";
  return counts.succeeded + counts.skipped > 0 ? "someFailed" : "allFailed";
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  succeeded: "Completed:",
  someFailed: "Completed with failures:",
  allFailed: "Failed:",
  nothing: "Nothing to do:",
};

const STOP_TEXTS: Readonly<Record<StopReason, string>> = {
  drained: "asked to stop",
  stopped: "stopped at once",
  diskFull: "the disk is full",
  ledgerUnwritable: "the ledger cannot be written",
  outputUnwritable: "the output cannot be written",
  taskFailed: "documents could not be listed, or results not be written",
  suspendedByPolicy: "too many documents failed",
};

const OUTCOMES = ["succeeded", "failed", "skipped", "cancelled", "retrying", "queued", "pending"] as const;

function renderOutcomes(progress: RunProgress): string[] {
  const rows = OUTCOMES.filter((outcome) => outcome === "succeeded" || progress[outcome] > 0).map((outcome) => [outcome, formatCount(progress[outcome])]);
  return renderTable([{ title: "outcome" }, { title: "documents", align: "right" }], rows);
}

function renderStages(stages: readonly StageProgress[]): string[] {
  const columns = [{ title: "stage" }, ...STAGE_COUNTS.map((title) => ({ title, align: "right" as const }))];
  return renderTable(columns, stages.map((stage) => [stage.name, ...STAGE_COUNTS.map((count) => formatCount(stage[count]))]));
}

const STAGE_COUNTS = ["succeeded", "failed", "skipped"] as const;
const MAX_ID_COLUMNS = 40;
const MAX_MESSAGE_COLUMNS = 70;

function renderFailures(failures: readonly FailureGroup[]): string[] {
  const columns = [{ title: "reason" }, { title: "stage" }, { title: "documents", align: "right" as const }, { title: "for example" }, { title: "message" }];
  const rows = failures.map(({ reason, stage, count, sampleDocument, message }) => [
    reason,
    stage,
    formatCount(count),
    shortenMiddle(toPrintable(sampleDocument, 1024), MAX_ID_COLUMNS),
    toPrintable(message, MAX_MESSAGE_COLUMNS),
  ]);
  return renderTable(columns, rows);
}

function renderRemarks({ warnings, reused }: RunRemarks): string[] {
  const columns = [{ title: "warning" }, { title: "stage" }, { title: "documents", align: "right" as const }, { title: "for example" }];
  const rows = warnings.map(({ warning, stage, count, sampleDocument }) => [toPrintable(warning, MAX_ID_COLUMNS), stage, formatCount(count), shortenMiddle(toPrintable(sampleDocument, 1024), MAX_ID_COLUMNS)]);
  const note = reused === 0 ? [] : [`${formatDocuments(reused)} got the result of another with the same bytes.`];
  return [...(rows.length === 0 ? [] : renderTable(columns, rows)), ...(rows.length > 0 && note.length > 0 ? [""] : []), ...note];
}

function renderPlaces(progress: RunProgress, places: SummaryPlaces): string[] {
  const failed = progress.failed > 0;
  return [
    `Outputs:  ${places.folder}`,
    `Results:  ${places.results}`,
    ...(failed ? [`Failed:   ${places.failures}`] : []),
    `Summary:  ${places.summary}`,
    ...(failed ? [`To try the failed ones again: ream retry ${quoteForShell(places.folder)}`] : []),
  ];
}

/** As it may be pasted into a POSIX shell. */
function quoteForShell(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
