/** What an engine and its process (`tesseract-process.ts`) say to each other. */
import type { LibraryImage, LibraryPage } from "./tesseract-library.ts";

/** Answered by one FromTesseract. */
export interface ToTesseract extends LibraryImage {
  /** As Tesseract writes them: `eng+deu`. */
  readonly languages: string;
  readonly needsWords: boolean;
}

/** `memoryBytes`: of the whole process, after the page. */
export type FromTesseract =
  | { readonly kind: "ready" }
  | ({ readonly kind: "page"; readonly memoryBytes: number } & LibraryPage)
  | { readonly kind: "failed"; readonly message: string };
