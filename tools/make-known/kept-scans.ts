/** Files that are kept as they came; ORIGIN.md in the folder of the corpus tells where from. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { KnownRow } from "../../test/corpus/known/read-known.ts";
import type { KnownDocument } from "./known-document.ts";

interface KeptFile extends Pick<KnownRow, "kind" | "origin" | "licence" | "about"> {
  /** Relative to the corpus. */
  readonly source: string;
  readonly sha256: string;
  /** Where its text lies, if somebody has typed it. */
  readonly truth?: string;
}

const CORPUS = resolve(import.meta.dirname, "../../test/corpus");
const LEPTONICA = "public domain by age; file: BSD-2-Clause (Leptonica)";

const KEPT: readonly KeptFile[] = [
  { source: "samples/archive/1864/lucasta-page-xxv.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "a book of 1864", sha256: "724384417500be28c20fb7d902ef08db1d7999180abaa22cb64fd4a874e52e91", truth: "samples-truth/archive/1864/lucasta-page-xxv.jpg.txt" },
  { source: "samples/archive/1884/huckleberry-finn-page-29.pdf", kind: "pdf-scan", origin: "scan", licence: "public domain", about: "a novel of 1884, with a drawing", sha256: "c2ff83af7d028c95209cc7eebdf80fd5bb4cd292973ed6601e4bab7d1929f201", truth: "samples-truth/archive/1884/huckleberry-finn-page-29.pdf.txt" },
  { source: "samples/archive/1699/harmonia-title-page.tif", kind: "tiff", origin: "scan", licence: LEPTONICA, about: "a title page of 1699, in Latin", sha256: "1dee6618f8025e1b16c732b6f4a2cd27d27b206a79b4bd223e3fca9574fe6fa7", truth: "samples-truth/archive/1699/harmonia-title-page.tif.txt" },
  { source: "known/scans/boy-scouts-in-russia-page-27.png", kind: "png", origin: "scan", licence: LEPTONICA, about: "a boys' novel of the First World War; lines rise and fall", sha256: "aa875e867642821f52c67599508140b2a86828f77db5a09702ad2404cc69aec9", truth: "known/scans-truth/boy-scouts-in-russia-page-27.png.txt" },
  { source: "known/scans/catalogue-of-books-page-33.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "a bookseller's list of about 1850, in French; photographed, the page bends", sha256: "50891922b1c7cd899547b15874553c9fa396457046793b257dd2639771003288" },
  { source: "known/scans/catalogue-of-books-page-5.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "another page of it, which bends more", sha256: "c42fcd8fca51b475dd0f383742b9624bd09e7e95311ae0d71ffa530509b56a4f" },
  { source: "known/scans/ecole-de-cavalerie-page-3.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "a book on horses of the 18th century, in French; photographed, with a part of the page beside it", sha256: "8a984e6b316f85bdcf60cfbcef4dbe4eee1a477ee8930dd6bc36be25573c860b" },
  { source: "known/scans/opuscula-page-48.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "a book on the planets of the 18th century, in Latin", sha256: "0d3eee0f8779c50d349ec1ba168332ded3802218418acdee8ba2104601b561c3" },
  { source: "known/scans/temple-notices.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "cut out of a newspaper of 1914; very pale", sha256: "797546e4519668611d81a351ceb444f85a44f55cadbaa06f40609f923f6a83d9" },
  { source: "known/scans/three-english-brothers.jpg", kind: "jpeg", origin: "scan", licence: LEPTONICA, about: "black letter of 1607, photographed in poor light", sha256: "92b6c3d5e64347ba1d672937f49b70e888c11957829b334cc5dbae2bebad2ba0" },
  { source: "known/scans/patent-6672749.png", kind: "png", origin: "print", licence: "a patent of the United States: not in copyright; file: BSD-2-Clause (Leptonica)", about: "two columns of small print, with a bar code", sha256: "d479709e5017fee9657bd5241a4eb023efd7c07b9fffc1610e2eecd0c33a594a", truth: "known/scans-truth/patent-6672749.png.txt" },
];

export const KEPT_SCANS: readonly KnownDocument[] = KEPT.map(({ truth, source, ...kept }) => ({
  row: { file: `pages/archive/${basename(source)}`, use: "pages", pages: 1, skewDegrees: 0, hasTruth: truth !== undefined, source: `test/corpus/${source}`, ...kept },
  make: async () => ({
    bytes: await readKept(source, kept.sha256),
    truth: truth === undefined ? undefined : (await readFile(join(CORPUS, truth), "utf8")).split("\f"),
  }),
}));

async function readKept(source: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(join(CORPUS, source));
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Error(`test/corpus/${source} has changed: restore it from version control`);
  return bytes;
}
