/** What is no PDF and no picture that can be read: archives, programs, texts; and files that are two things at once. */
import sharp from "sharp";
import { GIB, type Makers, MIB, seededBytes } from "../hostile-file.ts";
import { gzipRepeats, rawRepeats } from "../packed-repeats.ts";
import { onePage, WORDS } from "../pdf-file.ts";

const TEN_GIB = (10 * GIB) / MIB;
const RANDOM = seededBytes(200_000, 61);
const ELF = Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01", "latin1"), seededBytes(4000, 62)]);
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="100"><text x="10" y="60" font-size="40">${WORDS}</text></svg>`;

export const OTHER_TYPES: Makers = {
  "bomb.gz": () => gzipRepeats(Buffer.alloc(MIB), TEN_GIB),
  "bomb-named.pdf": () => gzipRepeats(Buffer.alloc(MIB), TEN_GIB),
  "bomb.zip": () => zip([{ name: "zeros", packed: rawRepeats(Buffer.alloc(MIB), 1024), bytes: GIB }]),
  "bomb-nested.zip": () => zip(Array.from({ length: 16 }, (_, index) => stored(`${index}.zip`, zip([{ name: "zeros", packed: rawRepeats(Buffer.alloc(MIB), 64), bytes: 64 * MIB }])))),
  "pdf-stored-in.zip": () => zip([stored("a.pdf", onePage()), stored("b.pdf", onePage())]),
  "pdf-in.tar": () => tar([["a.pdf", onePage()], ["b.pdf", onePage()]]),
  "archive.7z": () => Buffer.concat([Buffer.from("7z\xbc\xaf\x27\x1c", "latin1"), seededBytes(3000, 63)]),
  "pdf-and-zip.pdf": () => Buffer.concat([onePage(), zip([stored("a.txt", Buffer.from("x"))])]),
  "png-and-pdf.png": ({ picture }) => Buffer.concat([picture, onePage()]),
  "jpeg-and-pdf.jpg": async ({ picture }) => Buffer.concat([await sharp(picture).jpeg().toBuffer(), onePage()]),
  "gif-and-jar.gif": async ({ picture }) => Buffer.concat([await sharp(picture).gif().toBuffer(), zip([stored("META-INF/MANIFEST.MF", Buffer.from("Main-Class: X\n"))])]),
  "plain.svg": () => Buffer.from(SVG),
  "external-entity.svg": ({ canaryText }) => Buffer.from(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file://${canaryText}">]>${SVG.replace(WORDS, "&e;")}`),
  "huge.svg": () => Buffer.from(SVG.replace('width="600" height="100"', 'width="1000000000" height="1000000000"')),
  "svg-named.png": ({ canaryPicture }) => Buffer.from(SVG.replace("</svg>", `<image href="file://${canaryPicture}" width="600" height="100"/></svg>`)),
  "billion-laughs.xml": () => Buffer.from(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, level) => `<!ENTITY a${level + 1} "&a${level};&a${level};">`).join("")}]><x>&a30;</x>`),
  "page.html": () => Buffer.from(`<!doctype html><script>fetch("http://169.254.169.254/")</script><p>${WORDS}`),
  "letter.docx": () => zip([stored("[Content_Types].xml", Buffer.from("<Types/>")), stored("word/document.xml", Buffer.from(`<w:document>${WORDS}</w:document>`))]),
  "table.xlsx": () => zip([stored("[Content_Types].xml", Buffer.from("<Types/>")), stored("xl/workbook.xml", Buffer.from("<workbook/>"))]),
  "letter.odt": () => zip([stored("mimetype", Buffer.from("application/vnd.oasis.opendocument.text")), stored("content.xml", Buffer.from(WORDS))]),
  "old-letter.doc": () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), seededBytes(8000, 64)]),
  "letter.rtf": () => Buffer.from(`{\\rtf1 ${WORDS}}`),
  "drawing.eps": () => Buffer.from(`%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 100\n(${WORDS}) show\n`),
  "program.ps": ({ canaryText }) => Buffer.from(`%!PS\n(${canaryText}) (r) file 1000 string readstring pop show { } loop\n`),
  "program.exe": () => Buffer.concat([Buffer.from("MZ"), seededBytes(4000, 65)]),
  "program.elf": () => ELF,
  "program-named.pdf": () => ELF,
  "film.mp4": () => Buffer.concat([Buffer.from("\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", "latin1"), seededBytes(4000, 66)]),
  "photograph.heic": () => Buffer.concat([Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), seededBytes(4000, 67)]),
  "picture.gif": ({ picture }) => sharp(picture).gif().toBuffer(),
  "picture.bmp": () => Buffer.concat([Buffer.from("BM"), seededBytes(2000, 68)]),
  "script.mvg": ({ canaryPicture }) => Buffer.from(`push graphic-context\nviewbox 0 0 600 100\nimage over 0,0 0,0 '${canaryPicture}'\npop graphic-context\n`),
  "list-of-files.png": ({ canaryPicture }) => Buffer.from(`${canaryPicture}\n${canaryPicture}\n`),
  "text-utf-8.txt": () => Buffer.from(`${WORDS}\n`),
  "text-utf-16.txt": () => Buffer.from(`\ufeff${WORDS}\n`, "utf16le"),
  "text-utf-16-named.pdf": () => Buffer.from(`\ufeff${WORDS}\n`, "utf16le").swap16(),
  "text-about-pdf.txt": () => Buffer.from("Each file begins with a mark such as %PDF-1.7, and this one does not.\n".repeat(40)),
  "letter.eml": () => Buffer.from(`From: a@b\r\nSubject: ${WORDS}\r\nContent-Type: application/pdf; name="x.pdf"\r\n\r\n${onePage().toString("base64")}`),
  "zeros.pdf": () => Buffer.alloc(MIB),
  "random.pdf": () => RANDOM,
  "random.png": () => RANDOM,
  "random.txt": () => RANDOM,
};

interface Member {
  readonly name: string;
  readonly packed: Buffer;
  readonly bytes: number;
  readonly isStored?: boolean;
}

function stored(name: string, packed: Buffer): Member {
  return { name, packed, bytes: packed.length, isStored: true };
}

/** Checksums are not right: nobody should come so far. */
function zip(members: readonly Member[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, packed, bytes, isStored = false } of members) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(isStored ? 0 : 8, 4);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), facts, place, Buffer.from(name)]));
    const piece = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, Buffer.from(name), packed]);
    pieces.push(piece);
    at += piece.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, list, Buffer.from("PK\x05\x06", "latin1"), end]);
}

function tar(members: readonly (readonly [string, Buffer])[]): Buffer {
  const pieces = members.flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000644\0", 100);
    header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("ustar\x0000", 257);
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...pieces, Buffer.alloc(1024)]);
}
