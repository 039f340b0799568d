/** What the `validation` handler has found: the report, which is a file, and the result, which rides in the outcome. */
import { z } from "zod";

/** In the order in which they are reported. */
export const CHECKS = ["type", "size", "integrity", "checksum", "name", "pages", "dpi", "dimensions", "text", "language", "confidence", "jsonSchema"] as const;

export const CHECK_STATUSES = ["passed", "failed", "notApplicable"] as const;

/** More are counted, and stand in the report. */
export const MAX_FAILED_CHECKS = 8;

const count = z.int().min(0);

export const CHECKS_FAILED = "ChecksFailed";

export const checkReport = z.object({
  check: z.enum(CHECKS),
  /** Of the field, for the check `text`. */
  name: z.string().exactOptional(),
  status: z.enum(CHECK_STATUSES),
  message: z.string(),
});

/** The file `<id>.validation.json`. */
export const validationReport = z.object({
  valid: z.boolean(),
  /** By content: a media type, `application/octet-stream` for what nobody knows. */
  type: z.string(),
  bytes: count,
  sha256: z.string(),
  pages: count.exactOptional(),
  checks: z.array(checkReport),
});

export const validationResult = z.object({
  valid: z.boolean(),
  type: z.string(),
  pages: count.exactOptional(),
  passed: count,
  failed: count,
  notApplicable: count,
  /** `text:invoice number` for a field. */
  failedChecks: z.array(z.string()).max(MAX_FAILED_CHECKS),
  /** `ChecksFailed` where the document goes on although it failed some. */
  warnings: z.array(z.literal(CHECKS_FAILED)).exactOptional(),
});

export type CheckReport = z.infer<typeof checkReport>;
export type ValidationReport = z.infer<typeof validationReport>;
export type ValidationResult = z.infer<typeof validationResult>;
