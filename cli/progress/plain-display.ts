/** Lines, a few a minute, for logs and pipes. */
import type { RunProgress } from "../../local/run-progress.ts";
import { toPrintable } from "./printable.ts";
import type { ProgressDisplay, TextSink } from "./progress-display.ts";
import { renderPlainLine } from "./render-line.ts";

export interface PlainDisplayOptions {
  readonly sink: TextSink;
  /** Monotonic. */
  readonly nowMs?: () => number;
}

const MIN_INTERVAL_MS = 5_000;
const MAX_NOTICE_CHARACTERS = 500;

/** A change of phase is told at once, anything else every few seconds at most. */
export function createPlainDisplay({ sink, nowMs = () => performance.now() }: PlainDisplayOptions): ProgressDisplay {
  let latest: RunProgress | undefined;
  let phase: RunProgress["phase"] | undefined;
  let written = "";
  let writtenMs = Number.NEGATIVE_INFINITY;

  const write = (): void => {
    if (latest === undefined) return;
    const line = renderPlainLine(latest);
    phase = latest.phase;
    writtenMs = nowMs();
    if (line === written) return;
    written = line;
    sink.write(`${line}\n`);
  };
  return {
    show: (progress) => {
      latest = progress;
      if (progress.phase !== phase || nowMs() - writtenMs >= MIN_INTERVAL_MS) write();
    },
    notice: (text) => sink.write(`${toPrintable(text, MAX_NOTICE_CHARACTERS)}\n`),
    close: write,
  };
}
