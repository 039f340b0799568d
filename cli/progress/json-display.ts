/** One JSON object a line, for programs: `progress` (once a second at most), `notice`, and at the end `result` or `error`. */
import type { RunProgress } from "../../local/run-progress.ts";
import type { ProgressDisplay, TextSink } from "./progress-display.ts";

export interface JsonDisplayOptions {
  readonly sink: TextSink;
  /** Monotonic. */
  readonly nowMs?: () => number;
}

const MIN_INTERVAL_MS = 1_000;

export function createJsonDisplay({ sink, nowMs = () => performance.now() }: JsonDisplayOptions): ProgressDisplay {
  let latest: RunProgress | undefined;
  let written: RunProgress | undefined;
  let writtenMs = Number.NEGATIVE_INFINITY;

  const write = (): void => {
    if (latest === undefined || latest === written) return;
    written = latest;
    writtenMs = nowMs();
    sink.write(toJsonEvent("progress", latest));
  };
  return {
    show: (progress) => {
      latest = progress;
      if (progress.phase !== written?.phase || nowMs() - writtenMs >= MIN_INTERVAL_MS) write();
    },
    notice: (text) => sink.write(toJsonEvent("notice", { message: text })),
    close: write,
  };
}

/** With its line feed. */
export function toJsonEvent(type: "progress" | "notice" | "result" | "error", fields: object): string {
  return `${JSON.stringify({ type, ...fields })}\n`;
}
