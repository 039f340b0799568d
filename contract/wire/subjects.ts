/** Names of subjects and the keys of items in them: built and read only here. One message a subject. */
import { JOIN, type Part } from "./outcome.ts";

/** Which item of a job: the part of its subject that is the job's own. */
export type ItemKey =
  | { readonly kind: "block"; readonly stage: number; readonly block: number }
  | { readonly kind: "single"; readonly stage: number; readonly index: number; readonly try: number }
  | { readonly kind: "part"; readonly stage: number; readonly index: number; readonly try: number; readonly part: Part; readonly partTry: number }
  | { readonly kind: "discover"; readonly try: number }
  | { readonly kind: "finalize"; readonly round: number; readonly try: number };

/** `ream.work.<namespace>.<pool>.<uid>.<rest>`. */
export function workSubject(job: { namespace: string; pool: string; uid: string }, key: ItemKey): string {
  return `ream.work.${job.namespace}.${job.pool}.${job.uid}.${formatItemKey(key)}`;
}

/** Unique within a job, and the same for the same tries. */
export function formatItemKey(key: ItemKey): string {
  switch (key.kind) {
    case "block":
      return `${key.stage}.b${key.block}`;
    case "single":
      return `${key.stage}.d${key.index}.${key.try}`;
    case "part":
      return `${key.stage}.d${key.index}.${key.try}.p${key.part === JOIN ? JOIN : key.part}.${key.partTry}`;
    case "discover":
      return `discover.${key.try}`;
    default:
      return `finalize.${key.round}.${key.try}`;
  }
}

const BLOCK = /^(\d+)\.b(\d+)$/;
const SINGLE = /^(\d+)\.d(\d+)\.(\d+)$/;
const PART = /^(\d+)\.d(\d+)\.(\d+)\.p(\d+|join)\.(\d+)$/;
const TASK = /^(?:discover\.(\d+)|finalize\.(\d+)\.(\d+))$/;

/** Undefined for what is no key of ours. */
export function parseItemKey(text: string): ItemKey | undefined {
  const block = BLOCK.exec(text);
  if (block !== null) return { kind: "block", stage: Number(block[1]), block: Number(block[2]) };
  const single = SINGLE.exec(text);
  if (single !== null) return { kind: "single", stage: Number(single[1]), index: Number(single[2]), try: Number(single[3]) };
  const part = PART.exec(text);
  if (part !== null) return toPartKey(part);
  const task = TASK.exec(text);
  if (task === null) return undefined;
  return task[1] !== undefined ? { kind: "discover", try: Number(task[1]) } : { kind: "finalize", round: Number(task[2]), try: Number(task[3]) };
}

function toPartKey(match: RegExpExecArray): ItemKey {
  const part = match[4] === JOIN ? JOIN : Number(match[4]);
  return { kind: "part", stage: Number(match[1]), index: Number(match[2]), try: Number(match[3]), part, partTry: Number(match[5]) };
}

/** Where workers append how tries ended. */
export function outcomesSubject(job: { namespace: string; uid: string }): string {
  return `ream.ledger.${job.namespace}.${job.uid}.outcomes`;
}

/** Where only the leader appends. */
export function controlSubject(job: { namespace: string; uid: string }): string {
  return `ream.ledger.${job.namespace}.${job.uid}.control`;
}
