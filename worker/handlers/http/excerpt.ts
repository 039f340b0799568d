/** What a service says about a document that it does not take, in one short line. */

const MAX_CHARACTERS = 300;
/** Where services put it, the most telling first. */
const FIELDS = ["message", "detail", "error", "title", "description", "reason"] as const;
const MAX_DEPTH = 4;

/** Empty where it says nothing for people: HTML pages are for browsers. */
export function excerptOf(body: Buffer): string {
  const text = body.toString("utf8").trim();
  const said = SAYS_NOTHING.test(text) ? "" : (fromJson(text) ?? text.split(/\r?\n/, 1)[0] ?? "");
  const line = said.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return line.length <= MAX_CHARACTERS ? line : `${line.slice(0, MAX_CHARACTERS).trimEnd()}…`.toWellFormed();
}

/** A page for browsers, or JSON with nothing in it. */
const SAYS_NOTHING = /^(<(!doctype|html)|\{\s*\}$|\[\s*\]$|null$|""$)/i;

function fromJson(text: string): string | undefined {
  try {
    return findMessage(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function findMessage(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return findMessage(value[0], depth + 1);
  for (const field of FIELDS) {
    const found = Object.hasOwn(value, field) ? findMessage((value as Record<string, unknown>)[field], depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
