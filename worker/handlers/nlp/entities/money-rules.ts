/** Sums of money and shares of a hundred. Signs and codes are alike in every language, words are English or known everywhere. */
import { caselessRule, type EntityRule, MAYBE_GAP, rule } from "./entity-rule.ts";

const SIGN = String.raw`(?:(?:US|CA|AU|NZ|HK|SG|[ACR])?\$|[£€¥₹₽₩₺₪฿])`;
const CODE = "(?:EUR|USD|GBP|CHF|JPY|CNY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|INR|BRL|MXN|ZAR|SGD|HKD|KRW|ILS|UAH|RUB|AED|ISK)";
/** Recognised texts have letters for some digits; behind a sign they can be nothing else. */
const SCANNED = String.raw`[\dOoIl]`;
const DIGITS = String.raw`(?:\d{1,3}(?:[.,'’ ]\d{3}){1,5}(?!\d)|\d{1,15})(?:[.,]\d{1,4}(?!\d))?`;
const SCANNED_DIGITS = String.raw`\d(?:${SCANNED}{0,11}(?:,${SCANNED}{3}){0,4})(?:[.,]${SCANNED}{2})?`;
const SCALE = String.raw`(?:${MAYBE_GAP}(?:thousand|million|billion|trillion|Millionen|Milliarden|millions?|milliards?|millones|milioni|miliardi|Mio\.?|Mrd\.?|bn|m|k)(?![\p{L}\p{N}]))?`;
const BEFORE = String.raw`(?<![\p{L}\p{N}$£€]|\d[.,])`;
const AFTER = String.raw`(?![\p{L}\p{N}])`;
const WORD = "(?:euros?|dollars?|cents?|pence|pounds sterling|francs|yen|rupees)";

export const MONEY_RULES: readonly EntityRule[] = [
  rule("MONEY", `${BEFORE}${SIGN}${MAYBE_GAP}${DIGITS}${SCALE}${AFTER}(?![.,]${SCANNED}{2}${AFTER})`),
  rule("MONEY", `${BEFORE}${SIGN}${SCANNED_DIGITS}${AFTER}`),
  rule("MONEY", `${BEFORE}${CODE}${MAYBE_GAP}${DIGITS}${SCALE}${AFTER}`),
  rule("MONEY", `${BEFORE}${DIGITS}${SCALE}${MAYBE_GAP}(?:${SIGN}(?!\\d)|${CODE}${AFTER})`),
  caselessRule("MONEY", `${BEFORE}${DIGITS}${SCALE}${MAYBE_GAP}${WORD}${AFTER}`),
  rule("MONEY", `${BEFORE}\\d{1,4}p${AFTER}`),
];

export const PERCENT_RULES: readonly EntityRule[] = [
  rule("PERCENT", String.raw`(?<![\p{L}\p{N}]|\d[.,])[+−-]?\d{1,12}(?:[.,]\d{1,6})?${MAYBE_GAP}[%‰](?![\p{L}\p{N}])`),
  caselessRule("PERCENT", String.raw`(?<![\p{L}\p{N}]|\d[.,])\d{1,12}(?:[.,]\d{1,6})?${MAYBE_GAP}(?:per${MAYBE_GAP}cent|percent|Prozent|pour cent|por ciento|per cento)(?![\p{L}\p{N}])`),
];
