/** PDFs with pages of impossible sizes, things in one another without end, and things that are not what they say. */
import { deflateSync } from "node:zlib";
import { type Makers, seededBytes } from "../hostile-file.ts";
import { onePage, type PdfObject, severalPages, SHOW_WORDS, stream } from "../pdf-file.ts";
import { pictureOfSize } from "./pdf-bombs.ts";

const BLACK_SQUARE = "0 0 0.001 0.001 re f";
const HUGE_ZEROS = "0".repeat(400);
const DEEP = 100_000;

export const PDF_PAGES: Makers = {
  "box-huge.pdf": () => onePage({ box: "/MediaBox[0 0 1000000000 1000000000]", content: "10 10 500000000 500000000 re f" }),
  "box-huge-with-text.pdf": () => onePage({ box: "/MediaBox[0 0 1000000000 1000000000]" }),
  "box-infinite.pdf": () => onePage({ box: `/MediaBox[0 0 1${HUGE_ZEROS} 1${HUGE_ZEROS}]`, content: "10 10 100 100 re f" }),
  "box-nan.pdf": () => onePage({ box: "/MediaBox[nan nan NaN inf]" }),
  "box-negative.pdf": () => onePage({ box: "/MediaBox[595 842 0 0]" }),
  "box-zero.pdf": () => onePage({ box: "/MediaBox[0 0 0 0]" }),
  "box-missing.pdf": () => onePage({ box: "" }),
  "box-of-strings.pdf": () => onePage({ box: "/MediaBox[(a)(b)(c)(d)]" }),
  "box-tiny.pdf": () => onePage({ box: "/MediaBox[0 0 0.001 0.001]", content: BLACK_SQUARE }),
  "rotate-45-degrees.pdf": () => onePage({ page: "/Rotate 45" }),
  "user-unit-huge.pdf": () => onePage({ page: "/UserUnit 1000000000" }),
  "nested-arrays.pdf": () => onePage({ page: `/Deep ${"[".repeat(DEEP)}${"]".repeat(DEEP)}` }),
  "nested-dictionaries.pdf": () => onePage({ page: `/Deep ${"<</A ".repeat(DEEP)}1${">>".repeat(DEEP)}` }),
  "nested-arrays-in-content.pdf": () => onePage({ content: `${"[".repeat(DEEP)}${"]".repeat(DEEP)} TJ ${SHOW_WORDS}` }),
  "nested-graphics-states.pdf": () => onePage({ contentObject: stream(deflateSync(`${SHOW_WORDS} ${"q ".repeat(1_000_000)}`), "/Filter/FlateDecode") }),
  "outline-loop.pdf": () => onePage({ catalog: "/Outlines 6 0 R/PageMode/UseOutlines", more: ["<</First 7 0 R/Last 7 0 R/Count 1>>", "<</Title(a)/Parent 6 0 R/Next 7 0 R/Prev 7 0 R/First 6 0 R/Dest[3 0 R/Fit]>>"] }),
  "name-tree-loop.pdf": () => onePage({ catalog: "/Names<</Dests 6 0 R/EmbeddedFiles 6 0 R/JavaScript 6 0 R>>", more: ["<</Kids[6 0 R 6 0 R]/Limits[(a)(z)]>>"] }),
  "form-fields-loop.pdf": () => onePage({ catalog: "/AcroForm<</Fields[6 0 R]/NeedAppearances true>>", page: "/Annots[6 0 R]", more: ["<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Kids[6 0 R]/Parent 6 0 R/Rect[0 0 100 100]/AP<</N 7 0 R>>>>", stream("/Fm Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm 7 0 R>>>>")] }),
  "content-cut-short.pdf": contentCutShort,
  "content-garbage.pdf": () => onePage({ contentObject: stream(seededBytes(2000, 11), "/Filter/FlateDecode") }),
  "content-missing.pdf": () => onePage({ contentObject: "" }),
  "content-unknown-filter.pdf": () => onePage({ contentObject: stream(Buffer.from(Buffer.from(SHOW_WORDS).map((byte) => byte ^ 0x5a)), "/Filter/AcmeDecode") }),
  "predictor-of-huge-columns.pdf": () => onePage({ contentObject: stream(deflateSync(SHOW_WORDS), "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 2147483647/BitsPerComponent 16>>") }),
  "image-jbig2-garbage.pdf": () => pictureOfSize({ side: 1000, filter: "/Filter/JBIG2Decode", data: seededBytes(5000, 12) }),
  "image-jpx-garbage.pdf": () => pictureOfSize({ side: 1000, filter: "/Filter/JPXDecode", data: seededBytes(5000, 13) }),
  "image-dct-garbage.pdf": () => pictureOfSize({ side: 1000, filter: "/Filter/DCTDecode", data: seededBytes(5000, 14) }),
  "image-ccitt-garbage.pdf": () => ccitt(seededBytes(5000, 15)),
  "image-claims-too-much.pdf": () => pictureOfSize({ side: 10_000, filter: "/Filter/FlateDecode", data: deflateSync(seededBytes(20, 16)) }),
  "image-jbig2-huge.pdf": () => pictureOfSize({ side: 2_000_000_000, filter: "/Filter/JBIG2Decode", data: jbig2Page(2_000_000_000) }),
  "image-jpx-huge.pdf": () => pictureOfSize({ side: 2_000_000_000, filter: "/Filter/JPXDecode", data: jpxHead(2_000_000_000) }),
  "image-garbage-beside-text.pdf": () => onePage({ content: `${SHOW_WORDS} q 100 0 0 100 0 0 cm /Im1 Do Q`, resources: "/XObject<</Im1 6 0 R>>", more: [stream(seededBytes(900, 17), "/Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode")] }),
  "font-truetype-garbage.pdf": () => withFontFile("TrueType", "FontFile2", 21),
  "font-type1-garbage.pdf": () => withFontFile("Type1", "FontFile", 22),
  "font-cff-garbage.pdf": () => withFontFile("Type1", "FontFile3", 23),
  "font-widths-of-millions.pdf": () => onePage({ font: `<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar -2147483648/LastChar 2147483647/Widths[${"500 ".repeat(1_000_000)}]>>` }),
  "font-cmap-uses-itself.pdf": () => onePage({ font: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", more: [stream("/Self usecmap 1 begincodespacerange <00> <ff> endcodespacerange", "/Type/CMap/CMapName/Self/UseCMap 6 0 R")] }),
};

/** The first of two pages is whole. */
function contentCutShort(): Buffer {
  const whole = severalPages(2).toString("latin1");
  const place = whole.lastIndexOf("stream\nx");
  const end = whole.lastIndexOf("\nendstream");
  const packed = whole.slice(place + "stream\n".length, end);
  return Buffer.from(whole.slice(0, place + "stream\n".length) + packed.slice(0, 20) + "\0".repeat(packed.length - 20) + whole.slice(end), "latin1");
}

function ccitt(data: Buffer): Buffer {
  const picture: PdfObject = stream(data, "/Type/XObject/Subtype/Image/Width 1000/Height 1000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1000/Rows 1000>>");
  return onePage({ content: "q 595 0 0 842 0 0 cm /Im1 Do Q", resources: "/XObject<</Im1 6 0 R>>", more: [picture] });
}

/** A page information segment, and nothing on the page. */
function jbig2Page(side: number): Buffer {
  const segment = Buffer.alloc(30);
  segment.writeUInt8(48, 4);
  segment.writeUInt8(1, 6);
  segment.writeUInt32BE(19, 7);
  segment.writeUInt32BE(side, 11);
  segment.writeUInt32BE(side, 15);
  return segment;
}

/** The size marker of a code stream, and no tiles. */
function jpxHead(side: number): Buffer {
  const size = Buffer.alloc(45);
  size.writeUInt32BE(0xff4fff51, 0);
  size.writeUInt16BE(41, 4);
  for (const [place, value] of [[8, side], [12, side], [24, side], [28, side]] as const) size.writeUInt32BE(value, place);
  size.writeUInt16BE(1, 40);
  Buffer.from([7, 1, 1]).copy(size, 42);
  return size;
}

function withFontFile(subtype: string, entry: string, seed: number): Buffer {
  const kind = entry === "FontFile3" ? "/Subtype/Type1C" : "/Length1 5000/Length2 1000/Length3 0";
  const descriptor = `<</Type/FontDescriptor/FontName/Broken/Flags 32/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80/${entry} 7 0 R>>`;
  return onePage({ font: `<</Type/Font/Subtype/${subtype}/BaseFont/Broken/Encoding/WinAnsiEncoding/FontDescriptor 6 0 R>>`, more: [descriptor, stream(seededBytes(6000, seed), kind)] });
}
