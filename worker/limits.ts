/** What one document may cost. Every limit ends in a Rejected with a reason of its own. */
export interface Limits {
  /** Of the file as fetched: TooLarge. */
  readonly maxFileBytes: number;
  /** Of a PDF or multi-page TIFF: TooManyPages. */
  readonly maxPages: number;
  /** Of one page or image: TooManyPixels. */
  readonly maxPixels: number;
  /** Of what compressed content unpacks to: DecompressionLimit. */
  readonly maxDecompressedBytes: number;
  /** Of a handler's result JSON and of a command's answer: InvalidResult. */
  readonly maxResultBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxFileBytes: 512 * 1024 * 1024,
  maxPages: 20_000,
  maxPixels: 200_000_000,
  maxDecompressedBytes: 2 * 1024 * 1024 * 1024,
  maxResultBytes: 1024 * 1024,
};
