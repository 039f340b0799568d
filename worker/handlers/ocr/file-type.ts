/** What a file is, by its first bytes: names and addresses lie. */
import { open } from "node:fs/promises";
import { PermanentError } from "../../errors.ts";

export type FileType = "pdf" | "png" | "jpeg" | "tiff" | "webp";

/** A PDF may start with other bytes; readers look for its mark this far. */
const HEAD_BYTES = 1024;
/** Not in the middle of a line: a text may speak of it. */
const PDF_MARK = /(?:^|[^\x20-\x7e])%PDF-\d/;
/** In a tape archive, behind the first file's name and size. */
const TAR_MARK = { at: 257, mark: "ustar" } as const;

const MARKS: readonly (readonly [FileType, string])[] = [
  ["png", "\x89PNG\r\n\x1a\n"],
  ["jpeg", "\xff\xd8\xff"],
  ["tiff", "II*\0"],
  ["tiff", "MM\0*"],
  // BigTIFF
  ["tiff", "II+\0"],
  ["tiff", "MM\0+"],
];

/** May hold a PDF that is not packed, whose mark then lies near their beginning: it would be read as if it were all. */
const ARCHIVE_MARKS: readonly (readonly [string, string])[] = [
  ["a ZIP archive, as office documents are", "PK\x03\x04"],
  ["an old office document", "\xd0\xcf\x11\xe0"],
];

/** Only for the message. */
const OTHER_MARKS: readonly (readonly [string, string])[] = [
  ["a GIF image", "GIF8"],
  ["a BMP image", "BM"],
  ["gzip", "\x1f\x8b"],
  ["PostScript", "%!PS"],
  ["RTF", "{\\rtf"],
  ["HTML or XML", "<"],
];

/** Throws PermanentError: Empty, or UnsupportedType with what the file seems to be. */
export async function detectFileType(path: string): Promise<FileType> {
  const head = await readHead(path);
  if (head === "") throw new PermanentError("Empty", "the file has no bytes");
  const type = matchType(head);
  if (type === undefined) throw new PermanentError("UnsupportedType", `the file ${describe(head)}; ocr takes PDF, PNG, JPEG, TIFF and WebP`);
  return type;
}

function matchType(head: string): FileType | undefined {
  const image = MARKS.find(([, mark]) => head.startsWith(mark));
  if (image !== undefined) return image[0];
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "webp";
  return PDF_MARK.test(head) && archiveType(head) === undefined ? "pdf" : undefined;
}

function archiveType(head: string): string | undefined {
  if (head.startsWith(TAR_MARK.mark, TAR_MARK.at)) return "a TAR archive";
  return ARCHIVE_MARKS.find(([, mark]) => head.startsWith(mark))?.[0];
}

function describe(head: string): string {
  const other = archiveType(head) ?? OTHER_MARKS.find(([, mark]) => head.startsWith(mark))?.[0];
  if (other !== undefined) return `seems to be ${other}`;
  return head.includes("\0") ? "is of no type that is known here" : "seems to be plain text";
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
