/** PDFs that draw without end, or would have somebody act for them. */
import { deflateSync } from "node:zlib";
import { type Makers, seededBytes } from "../hostile-file.ts";
import { onePage, type PdfObject, SHOW_WORDS, stream } from "../pdf-file.ts";

const FORM = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";
const TILING = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 10 10]";
const FILL_BY_PATTERN = "/Pattern cs /P1 scn 0 0 595 842 re f";
const LEVELS = 12;

export const PDF_DRAWING: Makers = {
  "form-draws-itself.pdf": () => withForms([stream("/F Do", `${FORM}/Resources<</XObject<</F 6 0 R>>>>`)]),
  "forms-draw-each-other.pdf": () => withForms([stream("/F Do", `${FORM}/Resources<</XObject<</F 7 0 R>>>>`), stream("/F Do", `${FORM}/Resources<</XObject<</F 6 0 R>>>>`)]),
  "forms-double-each-other.pdf": () => withForms([stream("/F Do", `${FORM}/Resources<</XObject<</F 7 0 R>>>>`), stream("/F Do /F Do", `${FORM}/Resources<</XObject<</F 6 0 R>>>>`)]),
  "forms-a-billion-times.pdf": () => withForms(Array.from({ length: LEVELS }, (_, level) => stream(level === LEVELS - 1 ? "0 0 9 9 re f" : "/F Do ".repeat(10), `${FORM}/Resources<</XObject<</F ${7 + level} 0 R>>>>`))),
  "pattern-fills-itself.pdf": () => withPattern(stream(FILL_BY_PATTERN, `${TILING}/XStep 10/YStep 10/Resources<</Pattern<</P1 6 0 R>>>>`)),
  "pattern-of-tiny-steps.pdf": () => withPattern(stream("0 0 10 10 re f", `${TILING}/XStep 0.00001/YStep 0.00001/Resources<<>>`)),
  "soft-mask-masks-itself.pdf": () => withState("<</Type/ExtGState/SMask<</Type/Mask/S/Luminosity/G 7 0 R>>>>", stream("/G1 gs 0 0 595 842 re f", `${FORM}/Group<</S/Transparency/CS/DeviceGray>>/Resources<</ExtGState<</G1 6 0 R>>>>`)),
  "glyph-shows-itself.pdf": glyphShowsItself,
  "function-stitches-itself.pdf": () => onePage({ content: `${SHOW_WORDS} /Sh1 sh`, resources: "/Shading<</Sh1<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 500 500]/Function 6 0 R>>>>", more: ["<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[0.5]/Encode[0 1 0 1]>>"] }),
  "colour-space-of-itself.pdf": () => onePage({ content: `${SHOW_WORDS} /C1 cs 0 scn 0 0 100 100 re f`, resources: "/ColorSpace<</C1 6 0 R>>", more: ["[/Indexed 6 0 R 255 6 0 R]"] }),
  "slow-shadings.pdf": slowShadings,
  "millions-of-operators.pdf": () => onePage({ contentObject: stream(deflateSync(`${SHOW_WORDS}\n${"0 g\n".repeat(5_000_000)}`), "/Filter/FlateDecode") }),
  "action-javascript.pdf": ({ canaryText }) => withAction(`<</S/JavaScript/JS(app.launchURL("file://${canaryText}"); this.saveAs("${canaryText}.js"); while(true){})>>`),
  "action-launch.pdf": ({ canaryText }) => withAction(`<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c del)>>/Unix<</F(touch ${canaryText}.launched)>>>>`),
  "action-submit-and-uri.pdf": () => withAction("<</S/SubmitForm/F<</FS/URL/F(http://169.254.169.254/)>>/Next<</S/URI/URI(http://169.254.169.254/)>>>>"),
  "stream-in-another-file.pdf": ({ canaryText }) => onePage({ page: "/Contents[4 0 R 6 0 R]", more: [stream("", `/F<</Type/Filespec/F(${canaryText})/UF(${canaryText})>>`)] }),
  "attachment-executable.pdf": () => onePage({ catalog: "/Names<</EmbeddedFiles<</Names[(run.exe) 6 0 R]>>>>", more: ["<</Type/Filespec/F(../../../run.exe)/UF(../../../run.exe)/EF<</F 7 0 R>>>>", stream(Buffer.concat([Buffer.from("MZ"), seededBytes(5000, 31)]), "/Type/EmbeddedFile")] }),
  "xfa-with-external-entity.pdf": ({ canaryText }) => onePage({ catalog: "/AcroForm<</Fields[]/XFA 6 0 R>>", more: [stream(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://${canaryText}">]><xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">&e;</xdp:xdp>`)] }),
};

/** The page has words of its own, and draws the first of the forms. */
function withForms(forms: readonly PdfObject[]): Buffer {
  return onePage({ content: `${SHOW_WORDS} /F Do`, resources: "/XObject<</F 6 0 R>>", more: forms });
}

function withPattern(pattern: PdfObject): Buffer {
  return onePage({ content: `${SHOW_WORDS} ${FILL_BY_PATTERN}`, resources: "/Pattern<</P1 6 0 R>>", more: [pattern] });
}

function withState(state: PdfObject, mask: PdfObject): Buffer {
  return onePage({ content: `${SHOW_WORDS} /G1 gs 0 0 595 842 re f`, resources: "/ExtGState<</G1 6 0 R>>", more: [state, mask] });
}

function withAction(action: string): Buffer {
  return onePage({ catalog: "/OpenAction 6 0 R/AA<</WC 6 0 R>>", page: "/AA<</O 6 0 R>>/Annots[7 0 R]", more: [action, "<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A 6 0 R>>"] });
}

/** A font whose letter `a` is drawn by showing the letter `a`. */
function glyphShowsItself(): Buffer {
  const own = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 97/LastChar 97/Widths[1000]/Encoding<</Differences[97/a]>>/CharProcs<</a 7 0 R>>/Resources<</Font<</F2 6 0 R>>>>>>";
  const glyph = stream("1000 0 0 0 1000 1000 d1 BT /F2 500 Tf (aaa) Tj ET");
  const resources = "/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>";
  return onePage({ content: `${SHOW_WORDS} BT /F2 20 Tf 72 500 Td (aaa) Tj ET`, pageObject: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R${resources}>>`, more: [own, glyph] });
}

/** No words: it has to be drawn. Each shading is computed for every pixel of the page. */
function slowShadings(): Buffer {
  const program = `{ ${"dup mul exch dup mul exch sin abs exch cos abs ".repeat(40)} add 2 div }`;
  const calculator = stream(program, "/FunctionType 4/Domain[0 1 0 1]/Range[0 1]");
  return onePage({ content: "/Sh1 sh\n".repeat(5000), resources: "/Shading<</Sh1<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 6 0 R>>>>", more: [calculator] });
}
