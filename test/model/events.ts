/** What a world has met: so that the worlds can be held to meeting all that they are for. */
import type { Fields } from "./oracle-try.ts";
import type { World } from "./world.ts";

/** In at least one world of twenty. */
export const COMMON = [
  "document split", "part succeeded", "part failed", "part rejected", "part lost", "part given back", "part crashed", "join crashed", "parts joined", "join failed",
  "worker crashed", "suspect run alone", "documents lost", "given back unavailable", "given back drain", "given back yield", "given back notAble", "stage probed",
  "reopened", "reopened twice", "reopened for some reasons", "reopened while it ran",
  "suspended", "resumed", "policy tripped", "sealed Completed", "sealed FailurePolicy", "sealed DeadlineExceeded", "sealed Cancelled", "late outcome",
  "task failed", "carried", "garbage", "two leaders", "second leader refused", "restored an old snapshot", "item proven missing", "item withdrawn",
] as const;

export function eventsOf(world: World): Set<string> {
  const events = new Set(world.met.keys());
  let isSealed = false;
  for (const { text } of world.broker.records) {
    const message = parse(text);
    if (message === undefined) events.add("garbage");
    for (const entry of message?.["outcomes"] ?? []) for (const event of outcomeEvents(entry)) events.add(event);
    const control = message?.["control"];
    if (control === undefined) continue;
    for (const event of controlEvents(control, isSealed)) events.add(event);
    if (control.type === "Sealed" || control.type === "Reopened") isSealed = control.type === "Sealed";
  }
  return events;
}

function outcomeEvents(entry: Fields): string[] {
  const named = (entry["documents"] ?? []) as Fields[];
  if (entry["outcome"] === "Lost") return [named.some((each) => each["part"] !== undefined) ? "part lost" : "documents lost"];
  if (entry["outcome"] === "Returned") return [`given back ${entry["why"]}`, ...(named.some((each) => each["part"] !== undefined) ? ["part given back"] : [])];
  if (entry["outcome"] === "TaskFailed") return ["task failed"];
  if (entry["part"] === "join") return [entry["outcome"] === "Succeeded" ? "parts joined" : `join ${entry["outcome"].toLowerCase()}`];
  if (entry["part"] !== undefined) return [`part ${entry["outcome"].toLowerCase()}`];
  return entry["outcome"] === "Split" ? ["document split"] : [];
}

function controlEvents(control: Fields, isSealed: boolean): string[] {
  switch (control["type"]) {
    case "WorkerCrashed":
      return [control["part"] === undefined ? "worker crashed" : control["part"] === "join" ? "join crashed" : "part crashed"];
    case "Reopened":
      return ["reopened", ...(control["round"] > 1 ? ["reopened twice"] : []), ...(control["reasons"] === undefined ? [] : ["reopened for some reasons"]), ...(isSealed ? [] : ["reopened while it ran"])];
    case "Sealed":
      return [`sealed ${control["reason"]}`];
    case "PolicyTripped":
      return ["policy tripped"];
    default:
      return [String(control["type"]).toLowerCase()];
  }
}

function parse(text: string): Fields | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
