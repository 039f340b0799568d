/** Where something stands in a document, as it is told: characters as Unicode counts them, and the page. */
import type { NlpEntity } from "../../../contract/handlers/nlp-result.ts";
import { countBelow } from "./count-below.ts";
import type { Span } from "./passage-reader.ts";

export type Place = Pick<NlpEntity, "start" | "end" | "page">;

export interface Places {
  /** Form feeds are between pages. */
  readonly pages: number;
  /** From a place in the string, which counts a character of an astral plane twice. */
  readonly of: (span: Span) => Place;
}

export function createPlaces(text: string): Places {
  const pairs = Array.from(text.matchAll(/[\u{10000}-\u{10ffff}]/gu), ({ index }) => index);
  const pageEnds = Array.from(text.matchAll(/\f/g), ({ index }) => index);
  const of = ({ start, end }: Span): Place => ({
    start: start - countBelow(pairs, start),
    end: end - countBelow(pairs, end),
    ...(pageEnds.length === 0 ? {} : { page: countBelow(pageEnds, start) + 1 }),
  });
  return { pages: pageEnds.length + 1, of };
}
