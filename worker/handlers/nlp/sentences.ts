/** Sentences as runs of tokens. */
import type { ReadToken, Span } from "./passage-reader.ts";

/**
 * `isLast` says of a token, by its place in the list, whether a sentence ends behind it. Paragraph ends, at `breaks`, end one in
 * any case.
 */
export function toSentences(tokens: readonly ReadToken[], breaks: readonly number[], isLast: (index: number) => boolean): Span[] {
  const sentences: Span[] = [];
  let first: ReadToken | undefined;
  let nextBreak = 0;
  for (const [index, token] of tokens.entries()) {
    first ??= token;
    const following = tokens[index + 1];
    while ((breaks[nextBreak] ?? Infinity) < token.end) nextBreak += 1;
    const isBroken = following !== undefined && (breaks[nextBreak] ?? Infinity) <= following.start;
    if (following !== undefined && !isBroken && !isLast(index)) continue;
    sentences.push({ start: first.start, end: token.end });
    first = undefined;
  }
  return sentences;
}
