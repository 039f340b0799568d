/** Addresses and numbers by which people, accounts and papers are found: alike in every language. */
import { caselessRule, type EntityRule, rule } from "./entity-rule.ts";
import { takeIban } from "./iban.ts";

const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`;

const EMAIL = rule("EMAIL", String.raw`(?<![\p{L}\p{N}._%+@'-])[\p{L}\p{N}_][\p{L}\p{N}._%+'-]{0,63}@(?:${LABEL}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}@])`);
const URL_RULE: EntityRule = {
  ...caselessRule("URL", String.raw`(?<![\p{L}\p{N}@])(?:(?:https?|ftp):\/\/|www\.)[\p{L}\p{N}\[][^\s<>"\x60{}|\\^]{1,2000}`),
  take: withoutTrailingPunctuation,
};
const IBAN = rule("IBAN", String.raw`(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,32}`, takeIban);
const HASHTAG = rule("HASHTAG", String.raw`(?<![\p{L}\p{N}_&/#])#[\p{L}_][\p{L}\p{N}_]{1,99}(?![\p{L}\p{N}_])`);
const MENTION = rule("MENTION", String.raw`(?<![\p{L}\p{N}_@./+-])@[\p{L}\p{N}_]{1,50}(?:\.[\p{L}\p{N}_]{1,50}){0,2}(?![\p{L}\p{N}_@])`);
const EMOJI: EntityRule = { kind: "EMOJI", pattern: /\p{RGI_Emoji}/gv };
/** Groups of digits; what is none is sorted out by `takePhone`. */
const PHONE = rule("PHONE", String.raw`(?<![\p{L}\p{N}+/.,:#-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d{1,14}(?:[ ./-]\d{2,10}){0,6}(?![\p{L}\p{N}]|[.,:/-]\d|[€$£%])`, takePhone);
/** Capital letters and digits, also in groups. */
const REFERENCE = rule("REFERENCE", String.raw`(?<![\p{L}\p{N}_/.@#-])[A-Z0-9]{1,16}(?:[-/][A-Z0-9]{1,16}){0,6}(?![\p{L}\p{N}_@]|[-/.][\p{L}\p{N}])`, takeReference);

/** Those that come first have what they find. */
export const CONTACT_RULES: readonly EntityRule[] = [URL_RULE, EMAIL, IBAN, MENTION, HASHTAG, EMOJI];
/** They take what nothing else has taken: dates and sums look like them. */
export const NUMBER_RULES: readonly EntityRule[] = [PHONE, REFERENCE];

/** A closing bracket belongs to it where its opening one does. */
function withoutTrailingPunctuation(url: string): string | undefined {
  let end = url.length;
  let unopened = url.split(")").length - url.split("(").length;
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (!/[.,;:!?'’”»*\]]/u.test(last)) break;
  }
  const taken = url.slice(0, end);
  return /[\p{L}\p{N}]\.[\p{L}\p{N}]|:\/\/[\p{L}\p{N}[]/u.test(taken) ? taken : undefined;
}

const LEAST_PHONE_DIGITS = 7;
const MOST_PHONE_DIGITS = 15;
const NORTH_AMERICAN = /^(?:1[ .-])?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}$/;

/** With the sign or zero of a dialling code, or as North America writes them. */
function takePhone(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, "").length;
  if (digits < LEAST_PHONE_DIGITS || digits > MOST_PHONE_DIGITS) return undefined;
  const isDialled = text.startsWith("+") || (/^\(?0/.test(text) && digits >= LEAST_PHONE_DIGITS + 2) || NORTH_AMERICAN.test(text);
  return isDialled && !/^\d{1,4}\.\d+(?:\.\d{2,4})?$/.test(text) ? text : undefined;
}

/** A group of letters alone is a word, one of digits alone a number. */
function takeReference(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, "").length;
  const isGrouped = /[-/]/.test(text);
  if (!/[A-Z]/.test(text) || digits < (isGrouped ? 3 : 4)) return undefined;
  return isGrouped || /^[A-Z]/.test(text) ? text : undefined;
}
