/** PDFs that unpack to gigabytes, or claim to hold more than anybody could read. */
import { deflateSync } from "node:zlib";
import { GIB, type Makers, MIB } from "../hostile-file.ts";
import { zlibRepeats } from "../packed-repeats.ts";
import { buildPdf, onePage, severalPages, stream } from "../pdf-file.ts";
import { PLAIN_OBJECTS, withXrefStream, xrefRow } from "../pdf-xref-stream.ts";

const BOMB_TIMES = (4 * GIB) / MIB;
const PACKED = "/Filter/FlateDecode";

export const PDF_BOMBS: Makers = {
  "bomb-content.pdf": () => onePage({ contentObject: stream(spaces(BOMB_TIMES), PACKED) }),
  "bomb-nested-filters.pdf": () => onePage({ contentObject: stream(deflateSync(deflateSync(spaces(BOMB_TIMES))), "/Filter[/FlateDecode/FlateDecode/FlateDecode]") }),
  "bomb-object-stream.pdf": bombObjectStream,
  "bomb-xref-stream.pdf": bombXrefStream,
  "bomb-image.pdf": () => pictureOfSize({ side: 60_000, filter: PACKED, data: zlibRepeats(Buffer.alloc(MIB), (60_000 * 60_000) / MIB + 1) }),
  "bomb-to-unicode.pdf": () => onePage({ font: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", more: [stream(spaces(BOMB_TIMES), PACKED)] }),
  "pages-100000.pdf": () => severalPages(100_000),
  "count-claims-a-billion.pdf": () => onePage({ pages: "<</Type/Pages/Count 1000000000/Kids[3 0 R]>>" }),
  "count-claims-too-few.pdf": () => severalPages(3, { claimed: 1 }),
  "count-negative.pdf": () => onePage({ pages: "<</Type/Pages/Count -5/Kids[3 0 R]>>" }),
  "no-pages.pdf": () => buildPdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>"]),
  "kids-point-to-themselves.pdf": () => onePage({ pages: "<</Type/Pages/Count 1/Kids[2 0 R]>>" }),
  "kids-point-to-parent.pdf": () => onePage({ pages: "<</Type/Pages/Count 2/Kids[6 0 R]>>", more: ["<</Type/Pages/Parent 2 0 R/Count 2/Kids[2 0 R]>>"] }),
  "kids-point-to-nothing.pdf": () => onePage({ pages: "<</Type/Pages/Count 2/Kids[77 0 R 78 0 R]>>" }),
  "tree-100-deep-loop.pdf": () => onePage({ pages: "<</Type/Pages/Count 1/Kids[6 0 R]>>", more: Array.from({ length: 100 }, (_, index) => `<</Type/Pages/Count 1/Kids[${index === 99 ? 2 : 7 + index} 0 R]>>`) }),
  "parent-loop.pdf": () => onePage({ box: "", pages: "<</Type/Pages/Count 1/Kids[3 0 R]/Parent 6 0 R>>", more: ["<</Type/Pages/Parent 2 0 R/Count 1/Kids[2 0 R]>>"] }),
};

function spaces(times: number): Buffer {
  return zlibRepeats(Buffer.alloc(MIB, " "), times);
}

/** Grey, on a page of nothing else. */
export function pictureOfSize({ side, filter, data }: { readonly side: number; readonly filter: string; readonly data: Buffer }): Buffer {
  const picture = stream(data, `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/ColorSpace/DeviceGray/BitsPerComponent 8${filter}`);
  return onePage({ content: "q 595 0 0 842 0 0 cm /Im1 Do Q", resources: "/XObject<</Im1 6 0 R>>", more: [picture] });
}

function bombObjectStream(): Buffer {
  const objects = ["", "", "", ...PLAIN_OBJECTS.slice(3), stream(zlibRepeats(Buffer.alloc(MIB, "1 0 "), BOMB_TIMES), `/Type/ObjStm/N 3/First 20${PACKED}`)];
  return withXrefStream(objects, (offsets, own) => [
    xrefRow(0, 0),
    ...[0, 1, 2].map((index) => xrefRow(2, 6, index)),
    ...offsets.slice(3).map((offset) => xrefRow(1, offset)),
    xrefRow(1, own),
  ]);
}

/** Only the stream knows where the objects are; searched for, they would be found. */
function bombXrefStream(): Buffer {
  const plain = withXrefStream(PLAIN_OBJECTS, (offsets, own) => [xrefRow(0, 0), ...offsets.map((offset) => xrefRow(1, offset)), xrefRow(1, own)]);
  const objects = plain.subarray(0, plain.lastIndexOf("6 0 obj"));
  const table = stream(zlibRepeats(Buffer.alloc(7 * 128 * 1024), 4800), `/Type/XRef/Size 600000000/W[1 4 2]/Root 1 0 R${PACKED}`);
  return Buffer.concat([objects, Buffer.from("6 0 obj\n"), table, Buffer.from(`\nendobj\nstartxref\n${objects.length}\n%%EOF\n`)]);
}

