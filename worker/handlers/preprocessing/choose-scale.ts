/** By how much a picture is made larger or smaller, so that its resolution is one that recognition likes. */
import type { PreprocessingOptions } from "../../../contract/handlers/preprocessing-options.ts";

/** A scanner's 304 dpi are as good as 300, and what is not scaled is not blurred. */
const NEAR_ENOUGH = 0.034;
/** A file that would become smaller than this (100 mm at 300 dpi) has a wrong resolution in it. */
const LEAST_SIDE_INCHES = 4;

interface Sized {
  readonly width: number;
  readonly height: number;
  readonly dpi?: number;
}

/** 1 where the picture keeps its size, as it does where its resolution is not known. */
export function chooseScale({ width, height, dpi }: Sized, { maxDpi, targetDpi = 0 }: Pick<PreprocessingOptions, "maxDpi" | "targetDpi">): number {
  if (dpi === undefined) return 1;
  const wanted = Math.min(maxDpi, Math.max(targetDpi, dpi));
  const scale = wanted / dpi;
  if (Math.abs(scale - 1) <= NEAR_ENOUGH) return 1;
  const isImplausible = scale < 1 && Math.min(width, height) < LEAST_SIDE_INCHES * dpi;
  return isImplausible ? 1 : scale;
}
