/** Moves a TIFF of one page to another place in a file: every address in it is counted from the file's start. */

/** Bytes of one value, by the type's number in the standard. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 };
const TYPE_LONG = 4;
const TAG_STRIP_OFFSETS = 273;
const TAG_TILE_OFFSETS = 324;
const ENTRY_BYTES = 12;
/** Values of up to so many bytes stand in the entry itself. */
const INLINE_BYTES = 4;

export interface ShiftedTiff {
  readonly bytes: Buffer;
  /** Where the page's directory starts, from the file's start. */
  readonly directoryOffset: number;
  /** Where the address of the next page's directory goes, from the file's start. */
  readonly nextOffset: number;
}

/** `bytes` is a little-endian TIFF of one page, as sharp writes it here; it is changed in place. */
export function shiftTiff(bytes: Buffer, by: number): ShiftedTiff {
  if (bytes.toString("latin1", 0, 4) !== "II*\0") throw new Error("the TIFF encoder did not write a little-endian TIFF");
  const directory = bytes.readUInt32LE(4);
  const entries = bytes.readUInt16LE(directory);
  for (let entry = 0; entry < entries; entry += 1) shiftEntry(bytes, directory + 2 + entry * ENTRY_BYTES, by);
  return { bytes, directoryOffset: directory + by, nextOffset: directory + 2 + entries * ENTRY_BYTES + by };
}

function shiftEntry(bytes: Buffer, entry: number, by: number): void {
  const [tag, type, count] = [bytes.readUInt16LE(entry), bytes.readUInt16LE(entry + 2), bytes.readUInt32LE(entry + 4)];
  const size = count * (TYPE_BYTES[type] ?? 0);
  const valuePlace = entry + 8;
  const valuesPlace = size > INLINE_BYTES ? bytes.readUInt32LE(valuePlace) : valuePlace;
  if (tag === TAG_STRIP_OFFSETS || tag === TAG_TILE_OFFSETS) {
    if (type !== TYPE_LONG) throw new Error("the TIFF encoder did not write addresses of 32 bits");
    for (let value = 0; value < count; value += 1) shiftAddress(bytes, valuesPlace + value * INLINE_BYTES, by);
  }
  if (size > INLINE_BYTES) shiftAddress(bytes, valuePlace, by);
}

function shiftAddress(bytes: Buffer, place: number, by: number): void {
  bytes.writeUInt32LE(bytes.readUInt32LE(place) + by, place);
}
