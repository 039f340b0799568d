/** Where bytes stop being UTF-8. */
import { isUtf8 } from "node:buffer";

/** Least second byte after a lead byte, and greatest, where they are not 0x80 and 0xbf: no overlong forms, no surrogates, nothing above U+10FFFF. */
const SECOND_BYTES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/** The place of the first byte of the first broken character; undefined where there is none. A character that is cut off by the end is broken. */
export function findInvalidUtf8(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  let place = 0;
  while (place < bytes.length) {
    const length = lengthAt(bytes, place);
    if (length === 0) return place;
    place += length;
  }
  return undefined;
}

/** How many bytes at the end begin a character that may go on in the next chunk: 0 to 3. */
export function countUnfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return expectedLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** Bytes of the character there; 0 where it is none. */
function lengthAt(bytes: Uint8Array, place: number): number {
  const lead = bytes[place] ?? 0;
  const length = expectedLength(lead);
  if (length < 2) return length;
  const [least, most] = SECOND_BYTES.get(lead) ?? [0x80, 0xbf];
  const second = bytes[place + 1] ?? 0;
  if (second < least || second > most) return 0;
  for (let next = 2; next < length; next += 1) if (((bytes[place + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** By the lead byte; 0 for a byte that leads nothing. */
function expectedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
