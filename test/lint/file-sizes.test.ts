/** Files stay small enough to be read in one go; the few that do not say why. */
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const MAX_LINES = 300;
const MOST_LONG_FILES = 5;
/** The reason stands in the comment that opens the file, with these words in it. */
const REASON = /over 300 lines/i;
const FIRST_LINES = 15;

async function readSources(): Promise<{ readonly path: string; readonly lines: readonly string[] }[]> {
  const sources = [];
  for await (const path of glob("{contract,engine,runtime,operator,worker,local,cli,tools,test}/**/*.ts", { cwd: ROOT })) {
    if (path.endsWith(".test.ts")) continue;
    const text = await readFile(join(ROOT, path), "utf8");
    sources.push({ path, lines: text.trimEnd().split("\n") });
  }
  return sources;
}

const sources = await readSources();
const long = sources.filter(({ lines }) => lines.length > MAX_LINES);

test("there are sources to judge", () => {
  expect(sources.length).toBeGreaterThan(100);
});

test("at most five sources are over 300 lines", () => {
  expect(long.map(({ path, lines }) => `${path}: ${lines.length} lines`).slice(MOST_LONG_FILES)).toEqual([]);
});

test("a source over 300 lines says at its top why", () => {
  const silent = long.filter(({ lines }) => !REASON.test(lines.slice(0, FIRST_LINES).join(" ")));
  expect(silent.map(({ path }) => path)).toEqual([]);
});
