/** Control records are few: a schema checks them. */
import { z } from "zod";
import { REASONS, type Reason } from "../reasons.ts";
import { type ControlMessage, SEAL_REASONS } from "./control.ts";
import { decodeOutcome } from "./decode-outcome.ts";
import { JOIN, type DocumentOutcome } from "./outcome.ts";

const count = z.int().min(0);
const positive = z.int().min(1);
const reason = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);
const documentOutcome = z.custom<DocumentOutcome>((value) => decodeOutcome(value) !== undefined);

const controlRecord = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Leader"), term: count }),
  z.object({ type: z.literal("Discovered"), run: z.string(), total: count, pages: count, stages: positive, blockSize: positive, sha256: z.string() }),
  z.object({ type: z.literal("Suspended") }),
  z.object({ type: z.literal("Resumed") }),
  z.object({ type: z.literal("PolicyTripped"), failed: count, ended: count }),
  z.object({ type: z.literal("WorkerCrashed"), index: count, stage: count, try: positive, part: z.union([count, z.literal(JOIN)]).optional(), partTry: positive.optional() }),
  z.object({ type: z.literal("Reopened"), round: count, failedBeforeMs: z.number(), reasons: z.array(reason).optional() }),
  z.object({ type: z.literal("Sealed"), reason: z.enum(SEAL_REASONS), message: z.string().optional() }),
  z.object({ type: z.literal("Finalized"), round: count, countsAddUp: z.boolean(), message: z.string().optional() }),
  z.object({ type: z.literal("Carried"), outcomes: z.array(documentOutcome) }),
]);

const controlMessage = z.object({ term: count, control: controlRecord });

/** Undefined when it is no control message. */
export function decodeControl(value: unknown): ControlMessage | undefined {
  const parsed = controlMessage.safeParse(value);
  if (!parsed.success) return undefined;
  const { term, control } = parsed.data;
  return { kind: "control", term, record: control as ControlMessage["record"] };
}
