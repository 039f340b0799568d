/** Numbers in figures, and ordinals. English numbers in words are found by its language model. */
import { caselessRule, type EntityRule, rule } from "./entity-rule.ts";

const ORDINAL_WORD = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|hundredth|thousandth)";
const TENS = "(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-)?";

export const COUNT_RULES: readonly EntityRule[] = [
  rule("ORDINAL", String.raw`(?<![\p{L}\p{N}.,/-])\d{1,9}(?:st|nd|rd|th)(?![\p{L}\p{N}-])`),
  caselessRule("ORDINAL", `(?<![\\p{L}\\p{N}-]|per )${TENS}${ORDINAL_WORD}(?![\\p{L}\\p{N}-])`),
  rule("CARDINAL", String.raw`(?<![\p{L}\p{N}_.,:/+-]|[£€$#@])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?(?:\s(?:hundred|thousand|million|billion|trillion|dozen)(?!\p{L}))?(?![\p{L}\p{N}_@%€$£]|[,:./-]\d)`),
];
