/** Writes PDFs byte by byte, so that each of them can be wrong in one way of its own. */
import { deflateSync } from "node:zlib";

/** What stands on every page that is to be read. */
export const WORDS = "A quiet harbour at dawn";
export const SHOW_WORDS = `BT /F1 24 Tf 72 700 Td (${WORDS}) Tj ET`;

export const HEADER = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n";

export type PdfObject = string | Buffer;

export interface PdfOptions {
  readonly header?: string;
  /** Entries of the trailer beside Size and Root. */
  readonly trailer?: string;
  readonly root?: string;
  /** In place of the table that fits. */
  readonly xref?: (offsets: readonly number[]) => string;
  readonly startxref?: (place: number) => string;
}

/** Objects by place, from 1; an empty one is left out. */
export function buildPdf(objects: readonly PdfObject[], options: PdfOptions = {}): Buffer {
  const { header = HEADER, root = "/Root 1 0 R", trailer = "" } = options;
  const { bytes, offsets } = placeObjects(objects, header);
  const xref = options.xref?.(offsets) ?? xrefTable(objects.length, offsets);
  const end = `${xref}trailer\n<</Size ${objects.length + 1}${root}${trailer}>>\nstartxref\n${options.startxref?.(bytes.length) ?? bytes.length}\n%%EOF\n`;
  return Buffer.concat([bytes, Buffer.from(end, "latin1")]);
}

/** Behind the header; what comes then is the caller's. */
export function placeObjects(objects: readonly PdfObject[], header = HEADER): { readonly bytes: Buffer; readonly offsets: readonly number[] } {
  const pieces: Buffer[] = [Buffer.from(header, "latin1")];
  const offsets: number[] = [];
  let at = header.length;
  for (const [index, body] of objects.entries()) {
    if (body.length === 0) continue;
    const piece = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), toBytes(body), Buffer.from("\nendobj\n")]);
    offsets[index] = at;
    at += piece.length;
    pieces.push(piece);
  }
  return { bytes: Buffer.concat(pieces), offsets };
}

function toBytes(text: string | Buffer): Buffer {
  return typeof text === "string" ? Buffer.from(text, "latin1") : text;
}

export function xrefTable(count: number, offsets: readonly (number | undefined)[]): string {
  const rows = Array.from({ length: count }, (_, index) => (offsets[index] === undefined ? "0000000000 00000 f \n" : `${String(offsets[index]).padStart(10, "0")} 00000 n \n`));
  return `xref\n0 ${count + 1}\n0000000000 65535 f \n${rows.join("")}`;
}

export function stream(data: string | Buffer, entries = "", length?: number | string): Buffer {
  const bytes = toBytes(data);
  return Buffer.concat([Buffer.from(`<</Length ${length ?? bytes.length}${entries}>>\nstream\n`, "latin1"), bytes, Buffer.from("\nendstream", "latin1")]);
}

export function deflated(data: string | Buffer, entries = ""): Buffer {
  return stream(deflateSync(toBytes(data)), `/Filter/FlateDecode${entries}`);
}

export interface OnePage extends PdfOptions {
  readonly box?: string;
  /** Entries of the page. */
  readonly page?: string;
  readonly catalog?: string;
  readonly resources?: string;
  readonly content?: string | Buffer;
  /** In place of the content's object. */
  readonly contentObject?: PdfObject;
  /** In place of the page's object. */
  readonly pageObject?: PdfObject;
  readonly pages?: string;
  readonly font?: PdfObject;
  /** From number 6 on. */
  readonly more?: readonly PdfObject[];
}

/** 1 catalog, 2 page tree, 3 page, 4 content, 5 font, and what else is wanted. */
export function onePage(wanted: OnePage = {}): Buffer {
  const { box = "/MediaBox[0 0 595 842]", page = "", catalog = "", resources = "", content = SHOW_WORDS, more = [] } = wanted;
  return buildPdf(
    [
      `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
      wanted.pages ?? "<</Type/Pages/Count 1/Kids[3 0 R]>>",
      wanted.pageObject ?? `<</Type/Page/Parent 2 0 R${box}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>${resources}>>${page}>>`,
      wanted.contentObject ?? stream(content),
      wanted.font ?? "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
      ...more,
    ],
    wanted,
  );
}

const ORDINALS = ["first", "second", "third", "fourth", "fifth"] as const;

/** Pages that say which they are. */
export function severalPages(count: number, options: PdfOptions & { readonly claimed?: number } = {}): Buffer {
  const kids = Array.from({ length: count }, (_, index) => `${4 + 2 * index} 0 R`).join(" ");
  const pages = Array.from({ length: count }, (_, index): PdfObject[] => [
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${5 + 2 * index} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`,
    deflated(`BT /F1 24 Tf 72 700 Td (${WORDS}, ${ORDINALS[index] ?? "further"} page) Tj ET\n%${"filling ".repeat(50)}`),
  ]);
  return buildPdf(["<</Type/Catalog/Pages 2 0 R>>", `<</Type/Pages/Count ${options.claimed ?? count}/Kids[${kids}]>>`, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", ...pages.flat()], options);
}
