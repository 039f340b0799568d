import { expect, test, vi } from "vitest";
import { makeProgress } from "../testing/make-world.ts";
import { createBarDisplay } from "./bar-display.ts";
import { createJsonDisplay } from "./json-display.ts";
import { createPlainDisplay } from "./plain-display.ts";

function makeSink(): { readonly written: string[]; readonly write: (text: string) => void } {
  const written: string[] = [];
  return { written, write: (text) => void written.push(text) };
}

const at = (succeeded: number): ReturnType<typeof makeProgress> => makeProgress({ total: 10, succeeded, pending: 10 - succeeded });

/** What a terminal shows in the end: only `\r`, `\n` and clearing to the end of the line are understood. */
function shownBy(written: readonly string[]): string[] {
  const lines = [""];
  let column = 0;
  const text = written.join("").replaceAll("\u001b[?25l", "").replaceAll("\u001b[?25h", "").replaceAll("\u001b[K", "\f");
  for (const part of text.split(/([\r\n\f])/)) {
    const last = lines.length - 1;
    const line = lines[last] ?? "";
    if (part === "\r") column = 0;
    else if (part === "\n") {
      lines.push("");
      column = 0;
    } else if (part === "\f") lines[last] = line.slice(0, column);
    else {
      lines[last] = line.slice(0, column) + part + line.slice(column + part.length);
      column += part.length;
    }
  }
  return lines;
}

test("the bar is one line that is written over, with notices above it, and the cursor comes back", () => {
  vi.useFakeTimers();
  const sink = makeSink();
  const bar = createBarDisplay({ sink, columns: () => 40, isUnicode: false });
  bar.show(at(0));
  bar.show(at(3));
  vi.advanceTimersByTime(100);
  bar.notice("12 new\u001b[2J, 3 changed since");
  bar.show(at(10));
  bar.close();
  bar.close();
  bar.show(at(1));
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect(shownBy(sink.written)).toEqual(["12 new\u{fffd}[2J, 3 changed since", expect.stringMatching(/^\[#+\] 100% {2}10\/10$/), ""]);
  expect(sink.written.join("").split("\u001b[?25h")).toHaveLength(2);
  expect(sink.written.at(-1)).toBe("\n\u001b[?25h");
});

test("the bar is drawn ten times a second at most, and not at all when nothing changed", () => {
  vi.useFakeTimers();
  const sink = makeSink();
  const bar = createBarDisplay({ sink, columns: () => 40, isUnicode: false });
  for (let told = 0; told < 1000; told++) bar.show(at(told % 10));
  bar.show(at(5));
  vi.advanceTimersByTime(1000);
  const draws = sink.written.filter((text) => text.startsWith("\r")).length;
  bar.close();
  vi.useRealTimers();
  expect(draws).toBe(2);
});

test("a bar that never showed anything leaves nothing", () => {
  const sink = makeSink();
  createBarDisplay({ sink, columns: () => 40, isUnicode: false }).close();
  expect(sink.written).toEqual([]);
});

test("log lines come every five seconds at most, a change of phase at once, the last state at the end", () => {
  let nowMs = 0;
  const sink = makeSink();
  const plain = createPlainDisplay({ sink, nowMs: () => nowMs });
  for (; nowMs < 12_000; nowMs += 100) plain.show(at(Math.floor(nowMs / 1500)));
  plain.show({ ...at(9), phase: "Finalizing" });
  plain.show({ ...at(10), phase: "Finalizing" });
  plain.close();
  plain.close();
  expect(sink.written).toEqual(["0%, 0/10\n", "30%, 3/10\n", "60%, 6/10\n", "90%, 9/10, writing results\n", "100%, 10/10, writing results\n"]);
});

test("events for programs are one JSON object a line, once a second at most", () => {
  let nowMs = 0;
  const sink = makeSink();
  const json = createJsonDisplay({ sink, nowMs: () => nowMs });
  for (; nowMs < 2_500; nowMs += 50) json.show(at(Math.floor(nowMs / 500)));
  json.notice("3 new\nones");
  json.close();
  const events = sink.written.map((line) => JSON.parse(line));
  expect(events.map(({ type, succeeded }) => [type, succeeded])).toEqual([
    ["progress", 0],
    ["progress", 2],
    ["progress", 4],
    ["notice", undefined],
    ["progress", 4],
  ]);
  expect(sink.written.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
});
