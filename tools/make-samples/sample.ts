/** One sample document: where it goes, what it is made of, how well it must be read. */
import type { PageContent } from "./block.ts";
import type { ScanLook } from "./scan-page.ts";

export type Medium =
  /** Pages with a text layer, but those listed by number (from 1) in `scanned`, which are pictures. */
  | { readonly type: "pdf"; readonly scanned: readonly number[]; readonly look: ScanLook }
  | { readonly type: "png"; readonly look: ScanLook; readonly levels: number }
  | { readonly type: "jpeg" | "webp"; readonly look: ScanLook; readonly quality: number }
  | { readonly type: "tiff"; readonly look: ScanLook };

export interface MadeDocument {
  readonly title: string;
  readonly medium: Medium;
  readonly pages: readonly PageContent[];
}

export interface MadeSample extends MadeDocument {
  /** Relative to the folder of samples; the document's id in a run over it. */
  readonly file: string;
  readonly minWordRecall: number;
}

/** A real scan, kept as it came; it cannot be made again. */
export interface KeptSample {
  readonly file: string;
  readonly kind: "pdf-scan" | "jpeg" | "tiff";
  readonly sha256: string;
  /** One text a page, typed by a person. */
  readonly pages: readonly string[];
  readonly minWordRecall: number;
}
