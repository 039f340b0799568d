/** What a job may say about reading text: `options` of a stage whose pool's handler is `ocr`. */
import { z } from "zod";

const OUTPUTS = ["text", "hocr", "tsv", "pdf"] as const;
type OcrOutput = (typeof OUTPUTS)[number];

/** The others keep their names, so that a job that asks for one learns that it is early, not wrong. */
const OUTPUTS_OF_THIS_VERSION: readonly OcrOutput[] = ["text"];

const output = z.enum(OUTPUTS).refine((name) => OUTPUTS_OF_THIS_VERSION.includes(name), {
  error: (issue) => `output \`${String(issue.input)}\` is not in this version; must be \`${OUTPUTS_OF_THIS_VERSION.join("`, `")}\``,
});

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
  outputs: z.array(output).min(1).max(OUTPUTS.length).default(["text"]).meta({ description: "Which files to write for each document." }),
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
  pageTimeoutSeconds: z.int().min(1).max(3600).default(120).meta({ description: "Most time for the recognition of one page." }),
  maxPages: z.int().min(1).max(1_000_000).optional().meta({ description: "Documents with more pages are rejected. The worker's own limit holds as well." }),
  splitPages: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: "Documents with more pages are worked on in parts of this size, in parallel, and joined; at most 4,096 parts." }),
});

/** Parsed: every default is filled in. */
export type OcrOptions = z.output<typeof ocrOptions>;
