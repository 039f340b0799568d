/** The font of invisible text, in a PDF. */
import { type PDFContext, type PDFRef, PDFString } from "@cantoo/pdf-lib";
import { GLYPH_WIDTH, makeGlyphlessFont, UNITS_PER_EM } from "./glyphless-font.ts";

const NAME = "GlyphLessFont";
const CODES = 65_536;
/** Symbolic: codes are no letters of a known alphabet. */
const FLAGS = 4;

const TO_UNICODE = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;

/** Every code has the same empty glyph, and stands for the UTF-16 unit that it is. */
export function addGlyphlessFont(context: PDFContext): PDFRef {
  const program = makeGlyphlessFont();
  const descriptor = context.obj({
    Type: "FontDescriptor",
    FontName: NAME,
    Flags: FLAGS,
    FontBBox: [0, 0, GLYPH_WIDTH, UNITS_PER_EM],
    ItalicAngle: 0,
    Ascent: UNITS_PER_EM,
    Descent: 0,
    CapHeight: UNITS_PER_EM,
    StemV: 80,
    FontFile2: context.register(context.flateStream(program, { Length1: program.length })),
  });
  const glyphs = new Uint8Array(CODES * 2).fill(1);
  for (let place = 0; place < glyphs.length; place += 2) glyphs[place] = 0;
  const descendant = context.obj({
    Type: "Font",
    Subtype: "CIDFontType2",
    BaseFont: NAME,
    CIDSystemInfo: { Registry: PDFString.of("Adobe"), Ordering: PDFString.of("Identity"), Supplement: 0 },
    FontDescriptor: context.register(descriptor),
    DW: GLYPH_WIDTH,
    CIDToGIDMap: context.register(context.flateStream(glyphs)),
  });
  const font = context.obj({ Type: "Font", Subtype: "Type0", BaseFont: NAME, Encoding: "Identity-H", DescendantFonts: [context.register(descendant)], ToUnicode: context.register(context.flateStream(TO_UNICODE)) });
  return context.register(font);
}
