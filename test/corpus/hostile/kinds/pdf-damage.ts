/** PDFs that are cut short, locked, or wrong about where their objects are. */
import { PDFDocument } from "@cantoo/pdf-lib";
import { firstPercent, type Makers, MIB, seededBytes } from "../hostile-file.ts";
import { buildPdf, HEADER, onePage, severalPages, SHOW_WORDS, stream, xrefTable } from "../pdf-file.ts";
import { PLAIN_OBJECTS, withXrefStream, xrefRow } from "../pdf-xref-stream.ts";

const JUST_HEADER = Buffer.from(HEADER, "latin1");

export const PDF_DAMAGE: Makers = {
  "truncated-after-header.pdf": () => JUST_HEADER,
  "truncated-at-10-percent.pdf": () => firstPercent(severalPages(3), 10),
  "truncated-at-50-percent.pdf": () => firstPercent(severalPages(3), 50),
  "truncated-before-startxref.pdf": () => beforeLast(severalPages(3), "startxref"),
  "truncated-linearized.pdf": truncatedLinearized,
  "truncated-update.pdf": truncatedUpdate,
  "zeros-after-header-500-mib.pdf": () => ({ head: JUST_HEADER, bytes: 500 * MIB }),
  "encrypted-rc4-40.pdf": () => encrypt({ userPassword: "harbour", algorithm: "RC4-40", allowWeakCryptography: true }),
  "encrypted-rc4-128.pdf": () => encrypt({ userPassword: "harbour", algorithm: "RC4-128", allowWeakCryptography: true }),
  "encrypted-aes-128.pdf": () => encrypt({ userPassword: "harbour", algorithm: "AES-128" }),
  "encrypted-aes-256.pdf": () => encrypt({ userPassword: "harbour", algorithm: "AES-256" }),
  "encrypted-by-unknown-handler.pdf": () => onePage({ trailer: "/Encrypt<</Filter/Acme.Lock/V 99>>/ID[<00><00>]" }),
  "encrypted-for-owner-only.pdf": () => encrypt({ ownerPassword: "harbour", permissions: { copying: false, printing: false } }),
  "zero-bytes.pdf": () => Buffer.alloc(0),
  "one-byte.pdf": () => Buffer.from("%"),
  "no-root.pdf": () => buildPdf(["<</Type/Pages/Count 0/Kids[]>>", "42"], { root: "" }),
  "root-is-a-number.pdf": () => buildPdf(["42", "<</Type/Pages/Count 0/Kids[]>>"]),
  "root-points-to-itself.pdf": () => buildPdf(["1 0 R"]),
  "no-pages-entry.pdf": () => buildPdf(["<</Type/Catalog>>"]),
  "xref-prev-loop.pdf": () => onePage({ xref: (offsets) => xrefTable(5, offsets), ...prevOf((place) => place) }),
  "xref-prev-two-loop.pdf": xrefPrevTwoLoop,
  "xref-offsets-wrong.pdf": () => onePage({ xref: (offsets) => xrefTable(5, offsets.map((offset) => offset + 7)) }),
  "xref-garbage.pdf": () => onePage({ xref: () => `xref\n${seededBytes(300, 3).toString("latin1")}\n` }),
  "xref-claims-two-billion.pdf": () => onePage({ xref: (offsets) => xrefTable(5, offsets).replace("0 6", "0 2147483647") }),
  "startxref-beyond-end.pdf": () => onePage({ startxref: () => "999999999999" }),
  "startxref-negative.pdf": () => onePage({ startxref: () => "-1" }),
  "xref-stream-points-to-itself.pdf": xrefStreamLoop,
  "object-stream-in-itself.pdf": () => withObjectStream({ inItself: true }),
  "object-stream-extends-itself.pdf": () => withObjectStream({ entries: "/Extends 6 0 R" }),
  "object-stream-claims-two-billion.pdf": () => withObjectStream({ claimed: 2_147_483_647 }),
  "length-refers-to-itself.pdf": () => onePage({ contentObject: stream(SHOW_WORDS, "", "4 0 R") }),
  "length-claims-exabytes.pdf": () => onePage({ contentObject: stream(SHOW_WORDS, "", "999999999999999999") }),
  "length-negative.pdf": () => onePage({ contentObject: stream(SHOW_WORDS, "", -100) }),
  "reference-to-itself.pdf": () => onePage({ page: "/Rotate 6 0 R/Annots 7 0 R", more: ["6 0 R", "8 0 R", "7 0 R"] }),
  "junk-before-header.pdf": () => Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"), onePage()]),
  "junk-far-before-header.pdf": () => Buffer.concat([seededBytes(4096, 5), onePage()]),
  "junk-after-end.pdf": () => Buffer.concat([onePage(), seededBytes(100_000, 6)]),
  "version-99.pdf": () => onePage({ header: "%PDF-99.9\n" }),
  "two-objects-of-one-number.pdf": () => onePage({ more: [`null\nendobj\n6 0 obj\n<</Type/Catalog>>`] }),
  "saved-as-text.pdf": () => Buffer.from(onePage().toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
};

function beforeLast(bytes: Buffer, word: string): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(word));
}

/** Its first section, with a cross-reference of its own, and the length of all of it; then what came before the line went dead. */
function truncatedLinearized(): Buffer {
  const whole = severalPages(5);
  const first = `%PDF-1.7\n99 0 obj\n<</Linearized 1/L ${whole.length + 4000}/H[500 100]/O 4/E 2000/N 5/T ${whole.length}>>\nendobj\nxref\n99 1\n0000000009 00000 n \ntrailer\n<</Size 100/Root 1 0 R/Prev ${whole.length}>>\nstartxref\n0\n%%EOF\n`;
  return Buffer.concat([Buffer.from(first), firstPercent(whole.subarray(9), 60)]);
}

function truncatedUpdate(): Buffer {
  const update = `\n4 0 obj\n${stream("BT /F1 24 Tf 72 700 Td (Superseded, ").toString("latin1").slice(0, 60)}`;
  return Buffer.concat([onePage(), Buffer.from(update, "latin1")]);
}

async function encrypt(options: Parameters<PDFDocument["encrypt"]>[0]): Promise<Buffer> {
  const document = await PDFDocument.load(onePage());
  document.encrypt(options);
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** A table says where the one before it is. */
function prevOf(toPlace: (place: number) => number): { startxref: (place: number) => string; trailer: string } {
  const place = onePage({ trailer: "/Prev 0000000000" }).lastIndexOf("xref\n0 ");
  return { trailer: `/Prev ${String(toPlace(place)).padStart(10, "0")}`, startxref: String };
}

function xrefPrevTwoLoop(): Buffer {
  const first = onePage({ trailer: "/Prev 0000000000" });
  const firstPlace = first.lastIndexOf("xref\n0 ");
  const secondPlace = first.length;
  const linked = Buffer.from(first.toString("latin1").replace("/Prev 0000000000", `/Prev ${String(secondPlace).padStart(10, "0")}`), "latin1");
  const second = `xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6/Root 1 0 R/Prev ${firstPlace}>>\nstartxref\n${secondPlace}\n%%EOF\n`;
  return Buffer.concat([linked, Buffer.from(second)]);
}

function xrefStreamLoop(): Buffer {
  return withXrefStream(PLAIN_OBJECTS, (offsets, own) => [xrefRow(0, 0), ...offsets.map((offset) => xrefRow(1, offset)), xrefRow(1, own)], "/Prev OWN/XRefStm OWN");
}

/** Catalog, tree and page lie in the object stream 6. */
function withObjectStream({ inItself = false, entries = "", claimed = 3 }: { inItself?: boolean; entries?: string; claimed?: number }): Buffer {
  const packed = PLAIN_OBJECTS.slice(0, 3).map(String);
  const places = packed.map((_, index) => `${index + 1} ${packed.slice(0, index).join(" ").length + (index === 0 ? 0 : 1)}`).join(" ");
  const data = `${places} ${packed.join(" ")}`;
  const container = stream(data, `/Type/ObjStm/N ${claimed}/First ${places.length + 1}${entries}`);
  const objects = ["", "", "", ...PLAIN_OBJECTS.slice(3), inItself ? "" : container];
  return withXrefStream(objects, (offsets, own) => [
    xrefRow(0, 0),
    ...packed.map((_, index) => xrefRow(2, 6, index)),
    xrefRow(1, offsets[3] ?? 0),
    xrefRow(1, offsets[4] ?? 0),
    inItself ? xrefRow(2, 6, 0) : xrefRow(1, offsets[5] ?? 0),
    xrefRow(1, own),
  ]);
}
