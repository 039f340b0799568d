/** Reads the table of documents with known texts, and the documents where `make known` has put them. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";

const knownRow = z
  .object({
    file: z.string().meta({ description: "Relative to the folder that `make known` fills" }),
    use: z
      .enum(["pages", "long-scan", "born-digital"])
      .meta({ description: "pages: compared page by page; long-scan: one document of many pictures; born-digital: one of many pages with their text" }),
    kind: z.enum(["pdf-text", "pdf-scan", "png", "jpeg", "tiff"]),
    pages: z.int().min(1),
    origin: z.enum(["drawn", "scan", "print"]).meta({ description: "drawn: from a seed; scan: of paper, kept as it came; print: a picture that was perhaps never on paper, kept as it came" }),
    dpi: z.int().optional().meta({ description: "Of drawn pictures" }),
    skewDegrees: z.number().default(0).meta({ description: "Clockwise, of drawn pictures" }),
    hasTruth: z.boolean(),
    source: z.string().optional().meta({ description: "Of kept files: where in this repository they lie" }),
    sha256: z.string().optional().meta({ description: "Of kept files" }),
    licence: z.string(),
    about: z.string(),
  })
  .readonly();

export type KnownRow = z.infer<typeof knownRow>;

const REPOSITORY = resolve(import.meta.dirname, "../../..");

/** What `make known` fills. `pages/` in it can be worked on as a folder of documents. */
export const KNOWN_FOLDER: string = join(REPOSITORY, "out/corpus/known");
export const KNOWN_TABLE: string = join(import.meta.dirname, "known.json");

/** Ordered by use and file. */
export async function readKnown(): Promise<readonly KnownRow[]> {
  const table: unknown = JSON.parse(await readFile(KNOWN_TABLE, "utf8"));
  return z.array(knownRow).parse(table);
}

/** The known text of a document, one string a page; "" for a blank one. Throws where the document has none, or was not drawn yet. */
export async function readKnownTruth(file: string): Promise<readonly string[]> {
  const text = await readFile(join(KNOWN_FOLDER, "truth", `${file}.txt`), "utf8");
  return text.split("\f");
}
