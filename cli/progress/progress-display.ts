import type { RunProgress } from "../../local/run-progress.ts";

/** Shows a run while it goes: a bar, lines, or events for machines. It keeps its own pace, however often it is told. */
export interface ProgressDisplay {
  readonly show: (progress: RunProgress) => void;
  /** One sentence, shown at once. */
  readonly notice: (text: string) => void;
  /** Shows the last state and leaves the terminal as it was. May be called twice. */
  readonly close: () => void;
}

/** What a display writes to. */
export interface TextSink {
  readonly write: (text: string) => unknown;
}
