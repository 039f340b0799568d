/** Finds the list in a manifest that is one object: `{"id": …, "documents": [ … ]}`. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const OPENING = new Set([OPENING_BRACKET, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);
const KEY = '"documents"';

/**
 * `head` begins with the object's `{`, after blanks. The offset behind the `[` of its `documents`; undefined where the
 * first object of the text has none, so that the text is JSON lines, or where it does not come within `head`.
 */
export function findDocumentsList(head: Buffer): number | undefined {
  let depth = 0;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0;
    if (OPENING.has(byte)) depth++;
    else if (CLOSING.has(byte) && --depth === 0) return undefined;
    else if (byte === QUOTE) {
      const end = endOfString(head, at);
      const list = depth === 1 && head.subarray(at, end).equals(KEY_BYTES) ? listBehind(head, end) : undefined;
      if (list !== undefined) return list;
      at = end - 1;
    }
  }
  return undefined;
}

const KEY_BYTES = Buffer.from(KEY);

/** Offset behind the string's closing quote. */
function endOfString(head: Buffer, start: number): number {
  let at = start + 1;
  while (at < head.length && head[at] !== QUOTE) at += head[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Offset behind `: [`; undefined for a key with another value, or a value that is called like the key. */
function listBehind(head: Buffer, from: number): number | undefined {
  const colon = skipBlanks(head, from);
  if (head[colon] !== COLON) return undefined;
  const value = skipBlanks(head, colon + 1);
  return head[value] === OPENING_BRACKET ? value + 1 : undefined;
}

export function skipBlanks(head: Buffer, from: number): number {
  let at = from;
  while (at < head.length && BLANK.has(head[at] ?? 0)) at++;
  return at;
}
