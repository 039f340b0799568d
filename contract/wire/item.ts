/** What a slot pulls from the work queue. Everything else about the job stands in its JobEntry and manifest. */
import { z } from "zod";
import { JOIN, MAX_PARTS } from "./outcome.ts";

export const MAX_INDEX = 4_294_967_294;
export const MAX_TRY_NUMBER = 65_535;
export const MAX_STAGE = 15;
export const MAX_NAME_CHARACTERS = 64;
export const MAX_ITEM_DOCUMENTS = 1000;

const index = z.int().min(0).max(MAX_INDEX);
const tryNumber = z.int().min(1).max(MAX_TRY_NUMBER);

const itemDocument = z.object({
  index,
  try: tryNumber,
  /** A Failed of this try is the last: the outcome repeats it. */
  last: z.boolean(),
  /** Attempts spent before, and one: what a handler is told. Absent: the try. */
  attempt: tryNumber.optional(),
  part: z.union([z.int().min(0).max(MAX_PARTS), z.literal(JOIN)]).optional(),
  partTry: tryNumber.optional(),
});

const jobName = { job: z.string().max(MAX_NAME_CHARACTERS), run: z.string().max(MAX_NAME_CHARACTERS) };

/** One to `batchSize` documents of one job and stage; later tries, parts and joins come alone. */
const documentsItem = z.object({
  ...jobName,
  kind: z.literal("documents"),
  stage: z.int().min(0).max(MAX_STAGE),
  /** Run alone, and only once Started is confirmed: workers went away under it. */
  suspect: z.boolean().optional(),
  documents: z.array(itemDocument).min(1).max(MAX_ITEM_DOCUMENTS),
  /** Of the document that was split: present for parts and joins. */
  split: z.object({ parts: z.int().min(2).max(MAX_PARTS), pagesPerPart: z.int().min(1), pages: z.int().min(1), sha256: z.string().max(64) }).optional(),
});

const discoverItem = z.object({ job: jobName.job, kind: z.literal("discover"), try: z.int().min(1) });
const finalizeItem = z.object({ ...jobName, kind: z.literal("finalize"), round: z.int().min(0), try: z.int().min(1) });

export const workItem = z.discriminatedUnion("kind", [documentsItem, discoverItem, finalizeItem]);

export type ItemDocument = z.infer<typeof itemDocument>;
export type DocumentsItem = z.infer<typeof documentsItem>;
export type DiscoverItem = z.infer<typeof discoverItem>;
export type FinalizeItem = z.infer<typeof finalizeItem>;
/** `job` is the BatchJob's uid; `run` names the manifest whose indexes are meant. */
export type WorkItem = z.infer<typeof workItem>;
