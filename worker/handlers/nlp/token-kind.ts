import type { TokenKind } from "../../../contract/handlers/nlp-result.ts";

const EMOJI = /^\p{RGI_Emoji}$/v;
const NUMBER = /^[+-]?\p{Nd}[\p{Nd}.,:'’/]*$/u;

/** By the characters of it. */
export function toTokenKind(text: string): TokenKind {
  if (NUMBER.test(text)) return "number";
  if (/[\p{L}\p{N}]/u.test(text)) return "word";
  if (EMOJI.test(text)) return "emoji";
  if (/^\p{P}+$/u.test(text)) return "punctuation";
  return /^[\p{S}\p{P}]+$/u.test(text) ? "symbol" : "other";
}
