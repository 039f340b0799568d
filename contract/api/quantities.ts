/** Numbers of the API: whole, bounded on both sides, with their unit in the field's name. */
import { z } from "zod";

/** A manifest's index is 32 bits, one value of which means "none". */
export const MAX_DOCUMENTS = 4_294_967_295;

const A_DAY_IN_SECONDS = 86_400;
/** Ten years: far enough for any retention, small enough for an int32. */
export const MAX_SECONDS = 3650 * A_DAY_IN_SECONDS;

export function seconds(minimum: number, maximum = MAX_SECONDS): z.ZodInt {
  return z.int().min(minimum).max(maximum);
}

/** A count of documents, items or calls. */
export function count(maximum = MAX_DOCUMENTS): z.ZodInt {
  return z.int().min(0).max(maximum);
}

export function percent(): z.ZodInt {
  return z.int().min(0).max(100);
}

/** `metadata.generation` as last seen; bounded by what JSON carries exactly. */
export function generation(): z.ZodInt {
  return z.int().min(0).max(Number.MAX_SAFE_INTEGER);
}

const QUANTITY = /^[0-9]+(\.[0-9]{1,3})?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;
const MAX_QUANTITY_CHARACTERS = 24;
const MAX_INT32 = 2_147_483_647;

/**
 * An amount of a resource as Kubernetes writes it (`500m`, `1`, `2Gi`); a bare whole number is taken too, as for Pods.
 * Parses to text. (A union would not be structural, hence the check by hand.)
 */
export function resourceQuantity() {
  return z
    .unknown()
    .refine(isQuantity, { error: "must be an amount such as 500m, 2 or 1Gi" })
    .meta({ "x-kubernetes-int-or-string": true, minimum: 0, maximum: MAX_INT32, maxLength: MAX_QUANTITY_CHARACTERS, pattern: QUANTITY.source })
    .transform(String);
}

function isQuantity(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 && value <= MAX_INT32;
  return typeof value === "string" && value.length <= MAX_QUANTITY_CHARACTERS && QUANTITY.test(value);
}
