/** What this machine can do at most, in the same minute: JSON there and back, and messages to a child and back. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ItemDocument } from "../../../contract/wire/item.ts";
import type { Succeeded } from "../../../contract/wire/outcome.ts";

/** Long enough that a hiccup is a small part of it. */
const LONG_ENOUGH_MS = 600;
const WARM_UP_MS = 300;
const TRIFLE = { kind: "run" };

/** The two JSON texts that a document costs at least: its entry in an item, and its outcome. */
export function toTexts(outcomes: readonly Succeeded[]): string[] {
  return outcomes.flatMap((outcome) => {
    const entry: ItemDocument = { index: outcome.index, try: outcome.try, attempt: outcome.try, last: false };
    return [JSON.stringify(entry), JSON.stringify(outcome)];
  });
}

/** Documents a second: both texts of each decoded and encoded, nothing else. */
export function measureJson(texts: readonly string[]): number {
  const startedMs = performance.now();
  let trips = 0;
  let characters = 0;
  for (; performance.now() - startedMs < LONG_ENOUGH_MS; trips += texts.length) {
    for (const text of texts) characters += JSON.stringify(JSON.parse(text)).length;
  }
  if (characters === 0) throw new RangeError("there was nothing to decode");
  return (trips / 2 / (performance.now() - startedMs)) * 1000;
}

/** Round trips a second over so many children at once, one message under way to each: what their slots could do at most. */
export async function measureChildren(children: number): Promise<number> {
  const echoes = Array.from({ length: children }, () => fork(new URL("./echo-child.ts", import.meta.url), { execArgv: ["--no-warnings"] }));
  try {
    // They have started, and what they run has been compiled.
    await Promise.all(echoes.map((echo) => countTrips(echo, performance.now() + WARM_UP_MS)));
    const startedMs = performance.now();
    const trips = await Promise.all(echoes.map((echo) => countTrips(echo, startedMs + LONG_ENOUGH_MS)));
    return (trips.reduce((sum, each) => sum + each, 0) / (performance.now() - startedMs)) * 1000;
  } finally {
    await Promise.all(echoes.map(stopEcho));
  }
}

/** Callbacks, not promises: nothing but the message is to cost anything. */
function countTrips(echo: ChildProcess, endMs: number): Promise<number> {
  return new Promise((resolve) => {
    let trips = 0;
    const goOn = (): void => {
      trips += 1;
      if (performance.now() < endMs) return void echo.send(TRIFLE);
      echo.off("message", goOn);
      resolve(trips);
    };
    echo.on("message", goOn);
    echo.send(TRIFLE);
  });
}

async function stopEcho(echo: ChildProcess): Promise<void> {
  const gone = once(echo, "exit");
  echo.disconnect();
  await gone;
}
