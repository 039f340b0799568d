/** A document as pages, whatever its format: `pdf-pages.ts`, `image-pages.ts`. */
import type { PageImage } from "./engine.ts";

export type PageContent =
  /** The page holds its text itself. */
  | { readonly kind: "text"; readonly text: string }
  /** Nothing is on it: there is nothing to recognise. */
  | { readonly kind: "blank" }
  | {
      readonly kind: "image";
      readonly image: PageImage;
      /** The same page decoded here, for an engine whose own decoder refuses `image`. */
      readonly decode?: () => Promise<PageImage>;
      /** What little text the page holds itself, for when recognition finds none. */
      readonly ownText?: string;
    };

export interface PageSource {
  readonly pages: number;
  /** `page` from 0. Throws PermanentError when the page is damaged or over a limit. */
  readonly read: (page: number) => Promise<PageContent>;
  readonly close: () => void;
}
