/** Finds the place in a YAML document of a path as problems give it: `spec.pipeline[1].pool`, `metadata.labels[a.b/c]`. */
import { type Document, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";

/**
 * Offset in the text. A name that should not be there is marked at the name, a wrong value at the value; of a field that
 * is missing, the place is that of the nearest thing that is there.
 */
export function findOffset(document: Document, path: string, message: string): number {
  let at: Place = { node: document.contents };
  for (const step of toSteps(path)) {
    const next = below(at.node, step);
    if (next === undefined) return offsetOf(at, false);
    at = next;
  }
  return offsetOf(at, message.startsWith("unknown "));
}

interface Place {
  readonly node: unknown;
  readonly key?: unknown;
}

const STEP = /\[([^\]]*)\]|([^.[\]]+)/g;

function toSteps(path: string): string[] {
  return Array.from(path.matchAll(STEP), (match) => match[1] ?? match[2] ?? "");
}

function below(node: unknown, step: string): Place | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { node: item };
  }
  if (!isMap(node)) return undefined;
  const pair: Pair | undefined = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === step);
  return pair === undefined ? undefined : { node: pair.value, key: pair.key };
}

function offsetOf({ node, key }: Place, isAboutName: boolean): number {
  const value = rangeOf(node);
  const name = rangeOf(key);
  // A block's value begins on a later line; its name is what people look for.
  const prefersName = isAboutName || isMap(node) || isSeq(node) || value === undefined;
  return (prefersName ? (name ?? value) : value) ?? 0;
}

function rangeOf(node: unknown): number | undefined {
  const range = typeof node === "object" && node !== null && "range" in node ? (node as Node).range : undefined;
  return range?.[0];
}
