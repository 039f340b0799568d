/** What a job may say about reading text: `options` of a stage whose pool's handler is `ocr`. */
import { z } from "zod";

const OUTPUTS = ["text", "hocr", "tsv", "pdf"] as const;

const language = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]{1,7}(_[a-zA-Z0-9]{1,12}){0,2}$/, { error: "must be a language code of Tesseract, such as `eng`, `deu` or `chi_sim`" });

export const ocrOptions = z.strictObject({
  languages: z
    .array(language)
    .min(1)
    .max(8)
    .refine((codes) => new Set(codes).size === codes.length, { error: "must not name a language twice" })
    .default(["eng"])
    .meta({ description: "Languages of the documents, the most frequent one first. Each one makes recognition slower." }),
  outputs: z
    .array(z.enum(OUTPUTS))
    .min(1)
    .max(OUTPUTS.length)
    .refine((names) => new Set(names).size === names.length, { error: "must not name an output twice" })
    .default(["text"])
    .meta({ description: "Which files to write for each document; pdf: the pages as they are, with their text to be searched and copied." }),
  engine: z
    .enum(["auto", "native", "wasm"])
    .default("auto")
    .meta({ description: "auto: the `tesseract` command where the worker has it and its languages, else the built-in WebAssembly engine." }),
  textLayer: z
    .enum(["auto", "ignore"])
    .default("auto")
    .meta({ description: "auto: pages of a PDF that hold text are not recognised: it is taken. ignore: every page is recognised." }),
  minTextCharacters: z
    .int()
    .min(1)
    .max(10_000)
    .default(16)
    .meta({ description: "With fewer characters of its own, a page with pictures counts as a scan with a stamp, and is recognised." }),
  dpi: z.int().min(70).max(600).default(300).meta({ description: "Resolution at which pages of a PDF are drawn for recognition." }),
  deskew: z.boolean().default(true).meta({ description: "Turn pages whose lines lie askew by 0.4 degrees or more before they are read." }),
  orientation: z.boolean().default(true).meta({ description: "Turn pages that lie upside down, and read them again. Pages on their side are read as they are." }),
  lowConfidence: z
    .int()
    .min(0)
    .max(100)
    .default(60)
    .meta({ description: "Recognised pages of less confidence are counted, and the document gets the warning LowConfidence." }),
  pageTimeoutSeconds: z.int().min(1).max(3600).default(120).meta({ description: "Most time for the recognition of one page." }),
  maxPages: z.int().min(1).max(1_000_000).optional().meta({ description: "Documents with more pages are rejected. The worker's own limit holds as well." }),
  reuse: z.boolean().default(true).meta({ description: "Take the result of a document with the same bytes, if the same engine has read it with the same options." }),
  splitPages: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: "Documents with more pages are worked on in parts of this size, in parallel, and joined; at most 4,096 parts." }),
});

/** Parsed: every default is filled in. */
export type OcrOptions = z.output<typeof ocrOptions>;
