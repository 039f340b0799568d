/** PDFs whose cross-reference is a stream, as since PDF 1.5. */
import { deflateSync } from "node:zlib";
import { type PdfObject, placeObjects, SHOW_WORDS, stream } from "./pdf-file.ts";

/** A page of words. */
export const PLAIN_OBJECTS: readonly PdfObject[] = [
  "<</Type/Catalog/Pages 2 0 R>>",
  "<</Type/Pages/Count 1/Kids[3 0 R]>>",
  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
  stream(SHOW_WORDS),
  "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
];

/** Type, place or stream, generation or index. */
export function xrefRow(type: 0 | 1 | 2, place: number, index = 0): Buffer {
  const row = Buffer.alloc(7);
  row.writeUInt8(type, 0);
  row.writeUInt32BE(place, 1);
  row.writeUInt16BE(index, 5);
  return row;
}

/** `OWN` in the entries: where the stream itself lies. */
export function withXrefStream(objects: readonly PdfObject[], rows: (offsets: readonly number[], own: number) => readonly Buffer[], entries = ""): Buffer {
  const { bytes, offsets } = placeObjects(objects);
  const own = bytes.length;
  const table = rows(offsets, own);
  const dictionary = `/Type/XRef/Size ${table.length}/W[1 4 2]/Root 1 0 R/Filter/FlateDecode${entries.replaceAll("OWN", String(own))}`;
  const end = Buffer.concat([Buffer.from(`${objects.length + 1} 0 obj\n`), stream(deflateSync(Buffer.concat(table)), dictionary), Buffer.from(`\nendobj\nstartxref\n${own}\n%%EOF\n`)]);
  return Buffer.concat([bytes, end]);
}

