import { once } from "node:events";
import { Writable } from "node:stream";
import type { TextSink } from "./progress/progress-display.ts";

/** Waits where the reader is slower. False: the reader has gone, and nothing more needs to be written. */
export async function writeText(sink: TextSink, text: string): Promise<boolean> {
  if (sink instanceof Writable && sink.destroyed) return false;
  if (sink.write(text) !== false || !(sink instanceof Writable)) return true;
  try {
    await once(sink, "drain");
    return true;
  } catch {
    return false;
  }
}
