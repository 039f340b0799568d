/** What a job may ask of documents: `options` of a stage whose pool's handler is `validation`. */
import { z } from "zod";
import { findSchemaProblem } from "./json-schema.ts";

const MAX_PATTERN_CHARACTERS = 500;

const pattern = z
  .string()
  .min(1)
  .max(MAX_PATTERN_CHARACTERS)
  .refine((source) => isPattern(source), { error: "must be a regular expression of JavaScript, as with the flag `u`" });

const stage = z.string().min(1).max(63).optional().meta({ description: "Name of the earlier stage whose result is meant. Absent: the last one that says." });
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional();
const amount = z.number().min(0).max(1_000_000).optional();

/** An object of bounds of which one at least is given, and no `min…` is above its `max…`. */
function bounds<Shape extends z.ZodRawShape>(shape: Shape, pairs: readonly (readonly [string, string])[]): z.ZodObject<Shape, z.core.$strict> {
  const limits = [...new Set(pairs.flat())];
  return z
    .strictObject(shape)
    .refine((given) => limits.some((name) => valueOf(given, name) !== undefined), { error: `must give at least one of ${limits.join(", ")}` })
    .refine((given) => pairs.every(([least, most]) => (valueOf(given, least) ?? 0) <= (valueOf(given, most) ?? Infinity)), {
      error: `must not have a lower bound above its upper one: ${pairs.map((pair) => pair.join(", ")).join("; ")}`,
    });
}

function valueOf(given: object, name: string): number | undefined {
  const found: unknown = Object.entries(given).find(([key]) => key === name)?.[1];
  return typeof found === "number" ? found : undefined;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

const textField = z
  .strictObject({
    name: z.string().min(1).max(63).meta({ description: "How the field is called in the report." }),
    pattern,
    ignoreCase: z.boolean().default(false),
    min: z.int().min(0).max(1000).default(1).meta({ description: "How often it must be found at least." }),
    max: z.int().min(0).max(1000).optional().meta({ description: "How often it may be found at most; 0: it must not be there." }),
  })
  .refine(({ min, max }) => max === undefined || max === 0 || min <= max, { error: "must not have `min` above `max`" });

const jsonSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const problem = findSchemaProblem(schema);
  if (problem !== undefined) context.addIssue({ code: "custom", path: [...problem.path], message: problem.message });
});

export const validationOptions = z.strictObject({
  onFailure: z
    .enum(["reject", "report"])
    .default("reject")
    .meta({ description: "reject: a document that fails a check ends there. report: it goes on, and the result says what failed." }),
  integrity: z.boolean().default(true).meta({ description: "The whole file can be read: every page of a PDF, every pixel of a picture, every entry of an archive; JSON, CSV and XML follow their grammar." }),
  types: z
    .array(z.string().max(100).regex(/^[a-z]+\/(\*|[a-z0-9][a-z0-9.+-]*)$/, { error: "must be a media type, such as `application/pdf` or `image/*`" }))
    .min(1)
    .max(32)
    .optional()
    .meta({ description: "What documents may be, by their content." }),
  size: bounds({ minBytes: count, maxBytes: count }, [["minBytes", "maxBytes"]]).optional(),
  pages: bounds({ min: count, max: count }, [["min", "max"]]).optional(),
  dpi: bounds({ min: amount, max: amount }, [["min", "max"]]).optional().meta({ description: "Resolution that pictures say they have; each page must keep it." }),
  dimensions: bounds({ unit: z.enum(["pixels", "millimetres"]).default("pixels"), minWidth: amount, maxWidth: amount, minHeight: amount, maxHeight: amount }, [
    ["minWidth", "maxWidth"],
    ["minHeight", "maxHeight"],
  ])
    .optional()
    .meta({ description: "Of each page." }),
  name: z.strictObject({ pattern }).optional().meta({ description: "What must be found in the document's id." }),
  checksum: z
    .strictObject({
      field: z.string().min(1).max(100).default("sha256").meta({ description: "The document's metadata that holds the SHA-256, in hexadecimal digits." }),
      optional: z.boolean().default(false).meta({ description: "Documents without it are not checked." }),
    })
    .optional(),
  text: z
    .array(textField)
    .min(1)
    .max(32)
    .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, { error: "must not name a field twice" })
    .optional()
    .meta({ description: "What must be found in the text: of a text file, such as ocr leaves, or of a PDF." }),
  language: z.strictObject({ oneOf: z.array(z.string().min(2).max(20)).min(1).max(64), stage }).optional().meta({ description: "As an earlier nlp stage has told it." }),
  confidence: bounds({ min: z.number().min(0).max(100).optional(), minPage: z.number().min(0).max(100).optional(), stage }, [
    ["min", "min"],
    ["minPage", "minPage"],
  ])
    .optional()
    .meta({ description: "Of recognition, as an earlier ocr stage has told it: the mean over the pages, and the worst page." }),
  jsonSchema: z
    .strictObject({ schema: jsonSchema, stage: z.string().min(1).max(63).optional().meta({ description: "Name of the earlier stage whose result is judged. Absent: the document itself, where it is JSON." }) })
    .optional(),
});

/** Parsed: every default is filled in. */
export type ValidationOptions = z.output<typeof validationOptions>;
