/** What the English model calls entities, cut down to what is meant by their kinds. */
import type { EntityKind } from "../../../../contract/handlers/nlp-result.ts";
import type { FoundEntity, Span } from "../passage-reader.ts";

/** Of the model's own kinds: others have a form, and are found by it more surely. */
const TAKEN: ReadonlySet<string> = new Set(["CARDINAL", "ORDINAL", "DURATION", "MONEY", "PERCENT"]);
/** The model takes them in. */
const LEADING = /^(?:about|over|under|by|around|nearly|almost|some|at|least|most|only|up|to|than|more|less|approximately|the|in|within|for|last|next|past|first|every|per)\s+/i;
const MAX_LEADING = 4;
/** A range of days or times, whose ends are entities. */
const RANGE = /^(?:between|from|since|until|till)\s/i;
const UNIT_ALONE = /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)$/i;

/** What the model found at `span` of a text; undefined for what is none. */
export function toEnglishEntity(text: string, span: Span, type: string): FoundEntity | undefined {
  if (!isTaken(type) || RANGE.test(text.slice(span.start, span.end))) return undefined;
  const trimmed = trimStart(text, span);
  const words = text.slice(trimmed.start, trimmed.end);
  if ((type === "DURATION" && UNIT_ALONE.test(words)) || !/[\p{L}\p{N}]/u.test(words)) return undefined;
  if (/^one$/i.test(words) && !isNumberOne(text, trimmed)) return undefined;
  return { ...trimmed, kind: type };
}

function isTaken(type: string): type is EntityKind {
  return TAKEN.has(type);
}

function trimStart(text: string, { start, end }: Span): Span {
  let from = start;
  for (let count = 0; count < MAX_LEADING; count += 1) {
    const [leading] = LEADING.exec(text.slice(from, end)) ?? [];
    if (leading === undefined || from + leading.length >= end) break;
    from += leading.length;
  }
  return { start: from, end };
}

const PRONOUN_BEFORE = /(?<![\p{L}])(?:this|that|no|each|every|any|some|which|the|old|new|next|last|another|other|good|only|an?)\s+$/iu;
const PRONOUN_AFTER = /^\s*(?:[.,;:!?)]|$|another|of us|by one|who|whose|can|could|should|must|may|might|is|was|has|would|will)/iu;

/** And not the pronoun: `this one`, `one can`. */
function isNumberOne(text: string, { start, end }: Span): boolean {
  return !PRONOUN_BEFORE.test(text.slice(Math.max(0, start - 30), start)) && !PRONOUN_AFTER.test(text.slice(end, end + 30));
}
