/** Days, times of day and durations, as English writes them. */
import { caselessRule, type EntityRule, GAP, MAYBE_GAP, rule } from "./entity-rule.ts";

const START = String.raw`(?<![\p{L}\p{N}_]|[\p{N}][./-]|[-/])`;
const END = String.raw`(?![\p{L}\p{N}_]|[./-]\p{N})`;

const FULL_MONTH = "January|February|April|June|July|August|September|October|November|December";
/** Other words as well: by themselves only where a word before them says that they are meant. */
const MONTH_OR_WORD = "March|May";
const MONTH = String.raw`(?:${FULL_MONTH}|${MONTH_OR_WORD}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?![\p{L}])\.?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)`;
const FULL_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const WEEKDAY = String.raw`(?:${FULL_DAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)`;
/** `l2th`: recognised texts have letters for some digits. */
const DAY = String.raw`(?:[0-3]?\d|[lIO]\d)(?:st|nd|rd|th)?(?![\p{L}\p{N}])`;
const YEAR = String.raw`(?:1[5-9]|20|21)\d{2}(?!\p{N})`;
const COMMA_GAP = String.raw`,?${GAP}`;
const WITH_WEEKDAY = String.raw`(?:${WEEKDAY}${COMMA_GAP}(?:the${GAP})?)?`;
const SEASON = "(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|Q[1-4])";

/** A number of four digits behind these is a year. */
const YEAR_SIGN = "(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]etween|[Yy]ear|[Ee]arly|[Ll]ate|mid)";
/** Behind these it may count things, whose name then follows. */
const WEAK_YEAR_SIGN = "(?:of|for|and|to|or)";
const MONTH_SIGN = "(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]etween|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Oo]f|[Ee]very|to|and|[Tt]hrough)";

/** With this word and a blank before it. */
const behind = (word: string): string => `(?<=(?<!\\p{L})${word}${GAP})`;

const NUMERIC_DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const NUMERIC_MONTH = "(?:0?[1-9]|1[0-2])";
const numericDate = (mark: string): string => `(?:${NUMERIC_DAY}${mark}${NUMERIC_MONTH}|${NUMERIC_MONTH}${mark}${NUMERIC_DAY})${mark}(?:(?:1[5-9]|20|21)\\d{2}|\\d{2})`;

export const DATE_RULES: readonly EntityRule[] = [
  rule("DATE", `${START}${WITH_WEEKDAY}${DAY}${GAP}(?:of${GAP})?${MONTH}(?:,?${GAP}${YEAR})?${END}`),
  rule("DATE", `${START}${WITH_WEEKDAY}${MONTH}${GAP}(?:the${GAP})?${DAY}(?!:)(?:,?${GAP}${YEAR})?${END}`),
  rule("DATE", `${START}${MONTH},?${GAP}(?:of${GAP})?${YEAR}${END}`),
  rule("DATE", `${START}${WITH_WEEKDAY}(?:${YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])(?=T\\d|${END})|(?:${["/", "\\.", "-"].map(numericDate).join("|")})${END})`),
  rule("DATE", `${START}${SEASON}${GAP}(?:of${GAP})?${YEAR}${END}`),
  rule("DATE", `${START}${FULL_DAY}${END}`),
  rule("DATE", `${START}(?:${FULL_MONTH})${END}`),
  rule("DATE", `${behind(MONTH_SIGN)}(?:${MONTH_OR_WORD})${END}`),
  rule("DATE", `${START}(?:1[5-9]|20)\\d0s(?![\\p{L}\\p{N}])`),
  rule("DATE", `${behind(YEAR_SIGN)}${YEAR}(?!${GAP}(?:${MONTH})|[,.]\\d|[%€$£])${END}`),
  rule("DATE", `${behind(WEAK_YEAR_SIGN)}${YEAR}(?![,.]\\d|[%€$£]|${GAP}(?!was|has|does|its|this|less|plus)\\p{Ll}{2,20}s(?!\\p{L}))${END}`),
];

const HOUR = String.raw`(?:[01]?\d|2[0-4])`;
const HALF_OF_DAY = String.raw`(?:[ap]\.${MAYBE_GAP}m\.|[ap]m|[AP]M|[AP]\.M\.)`;
const TIME_END = String.raw`(?![\p{L}\p{N}]|[:.]\d)`;

export const TIME_RULES: readonly EntityRule[] = [
  rule("TIME", String.raw`(?<![\p{L}\p{N}:./-]|\d,)(?:0?\d|1[0-2])(?:[:.][0-5]\d)?${MAYBE_GAP}${HALF_OF_DAY}(?![\p{L}\p{N}])`),
  rule("TIME", String.raw`(?:(?<![\p{L}\p{N}:.,/-])|(?<=\d-\d\dT))${HOUR}:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|${GAP}?(?:UTC|GMT|CET|h))?${TIME_END}`),
  caselessRule("TIME", String.raw`(?<!\p{L})(?:noon|midday|midnight|\d{1,2}${MAYBE_GAP}o['’]clock)(?![\p{L}-])`),
];

const UNIT = "(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters|years?|decades?|centur(?:y|ies)|mins?|hrs?|secs?|yrs?)";
const BETWEEN = "(?:working|calendar|business|consecutive|full|whole|more|further|clear)";
/** `a month` behind a sum is a rate, and no duration. */
const LASTING = "(?:for|within|about|after|than|over|least|most|only|takes?|took|lasts?|lasted|another)";

export const DURATION_RULES: readonly EntityRule[] = [
  caselessRule("DURATION", String.raw`(?<![\p{L}\p{N}]|\d[.,])\d{1,3}(?:(?:,\d{3}){1,3}|\d{0,6})(?:\.\d{1,3})?(?:${GAP}|-)(?:${BETWEEN}${GAP})?${UNIT}(?![\p{L}\p{N}])`),
  caselessRule("DURATION", String.raw`(?<!\p{L})(?:(?:one|two|three|four)${GAP}and${GAP})?(?:a${GAP})?half${GAP}(?:an?${GAP})?${UNIT}(?!\p{L})`),
  caselessRule("DURATION", String.raw`(?<=(?<!\p{L})${LASTING}${GAP})an?${GAP}(?:${BETWEEN}${GAP})?${UNIT}(?!\p{L})`),
];
