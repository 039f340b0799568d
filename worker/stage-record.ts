/**
 * What a stage (or a part) leaves for the next one, as a small JSON file beside its outputs: `<id>.stage.json`. It is put
 * into place last, so that its presence says that the files it names are there.
 */
import { z } from "zod";
import type { Json } from "../contract/wire/outcome.ts";

const json: z.ZodType<Json> = z.json();

const stageRecord = z.object({
  v: z.literal(1),
  /** What the next stage reads; absent where the stage passes on what it was given. */
  primary: z.object({ suffix: z.string().min(1).max(200), bytes: z.int().min(0), sha256: z.string().length(64) }).optional(),
  result: json.optional(),
});

export type StageRecord = z.infer<typeof stageRecord>;

export function encodeStageRecord(record: Omit<StageRecord, "v">): string {
  return JSON.stringify({ v: 1, ...record });
}

/** Undefined for what is no record. */
export function decodeStageRecord(text: string): StageRecord | undefined {
  try {
    const parsed = stageRecord.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
