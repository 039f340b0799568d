/** How entities that have a form of their own are found: an expression, and a judgement of what it has caught. */
import type { EntityKind } from "../../../../contract/handlers/nlp-result.ts";
import type { Span } from "../passage-reader.ts";

/**
 * Every expression is tried at each place of hostile texts: repetitions are bounded, and no part can match the same characters
 * in two ways, so that the time is linear in the text.
 */
export interface EntityRule {
  readonly kind: EntityKind;
  /** With the flags `g` and `u` or `v`. */
  readonly pattern: RegExp;
  /** What of the match is the entity, as its text; undefined for none of it. Default: all. */
  readonly take?: (match: string) => string | undefined;
}

/** Blanks inside an entity: it may be wrapped to the next line, but does not go on in the next paragraph. */
export const GAP = String.raw`(?:[^\S\n\f]{1,4}|[^\S\n\f]{0,4}\n[^\S\n\f]{0,12})`;
export const MAYBE_GAP = `${GAP}?`;

export function rule(kind: EntityKind, source: string, take?: EntityRule["take"]): EntityRule {
  return { kind, pattern: new RegExp(source, "gu"), ...(take === undefined ? {} : { take }) };
}

/** In upper or lower case. */
export function caselessRule(kind: EntityKind, source: string): EntityRule {
  return { kind, pattern: new RegExp(source, "giu") };
}

export function* applyRule({ pattern, take }: EntityRule, text: string): Generator<Span> {
  for (const { 0: match, index } of text.matchAll(pattern)) {
    const taken = take === undefined ? match : take(match);
    if (taken === undefined || taken === "") continue;
    const start = index + match.indexOf(taken);
    yield { start, end: start + taken.length };
  }
}
