/** What was read of one page, as a line of JSON: parts of a document hand it to the join, and a searchable PDF is made of it. */
import { z } from "zod";
import { ENGINE_KINDS, PAGE_SOURCES } from "../../../../contract/handlers/ocr-result.ts";
import { toJsonLine } from "../../../json-line.ts";
import type { PageLayout } from "../page-layout.ts";
import type { ReadPage } from "../read-page.ts";

/** `layout` where an output was asked for that says where words are. */
export interface PageRecord extends ReadPage {
  /** From 1, in the whole document. */
  readonly page: number;
}

const pixels = z.number().min(0);
const whole = z.int().min(0);
const word = z.object({
  block: whole,
  paragraph: whole,
  line: whole,
  text: z.string(),
  confidence: z.number().min(0).max(100).exactOptional(),
  box: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
});
const number = z.number();
const layout: z.ZodType<PageLayout> = z.object({
  width: pixels,
  height: pixels,
  dpi: pixels.exactOptional(),
  toPage: z.tuple([number, number, number, number, number, number]),
  words: z.array(word),
});

const pageRecord: z.ZodType<PageRecord> = z.object({
  page: z.int().min(1),
  from: z.enum(PAGE_SOURCES),
  text: z.string(),
  confidence: z.number().min(0).max(100).exactOptional(),
  engine: z.enum(ENGINE_KINDS).exactOptional(),
  turnedDegrees: z.number().exactOptional(),
  millis: whole,
  layout: layout.exactOptional(),
});

export function encodePageRecord(record: PageRecord): string {
  return toJsonLine(record);
}

/** Undefined for what another version, or a damaged disk, has left. */
export function decodePageRecord(line: string): PageRecord | undefined {
  try {
    const parsed = pageRecord.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
