/** One line that is written over and over on a terminal. */
import type { RunProgress } from "../../local/run-progress.ts";
import { toPrintable } from "./printable.ts";
import type { ProgressDisplay, TextSink } from "./progress-display.ts";
import { renderBarLine } from "./render-line.ts";

export interface BarDisplayOptions {
  readonly sink: TextSink;
  /** Asked before each drawing: windows change their size. */
  readonly columns: () => number;
  readonly isUnicode: boolean;
  readonly intervalMs?: number;
}

const REDRAW_MS = 100;
const HIDE_CURSOR = "\u001b[?25l";
export const SHOW_CURSOR = "\u001b[?25h";
/** Written behind the new text, not before it: a line that is cleared first flickers. */
const CLEAR_TO_END = "\u001b[K";
const MAX_NOTICE_CHARACTERS = 500;

/** States: idle → drawing (first progress; the cursor is hidden) → closed (the cursor is back, the last line stays). */
export function createBarDisplay({ sink, columns, isUnicode, intervalMs = REDRAW_MS }: BarDisplayOptions): ProgressDisplay {
  let latest: RunProgress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let drawn = "";
  let isClosed = false;

  const draw = (): void => {
    if (latest === undefined) return;
    // The last column stays free: writing into it wraps on some terminals.
    const line = renderBarLine(latest, { columns: Math.max(1, columns() - 1), isUnicode });
    if (line === drawn) return;
    drawn = line;
    sink.write(`\r${line}${CLEAR_TO_END}`);
  };
  return {
    show: (progress) => {
      if (isClosed) return;
      latest = progress;
      if (timer !== undefined) return;
      sink.write(HIDE_CURSOR);
      draw();
      timer = setInterval(draw, intervalMs);
      timer.unref();
    },
    notice: (text) => {
      sink.write(`\r${toPrintable(text, MAX_NOTICE_CHARACTERS)}${CLEAR_TO_END}\n`);
      drawn = "";
      draw();
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      draw();
      if (timer !== undefined) sink.write(`\n${SHOW_CURSOR}`);
    },
  };
}
