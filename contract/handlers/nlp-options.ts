/** What a job may ask about texts: `options` of a stage whose pool's handler is `nlp`. */
import { z } from "zod";
import { ENTITY_KINDS } from "./nlp-result.ts";

/** Parts of the analysis that can be asked for. */
export const NLP_FEATURES = ["language", "statistics", "sentences", "tokens", "entities", "keywords", "classification"] as const;

/** ISO 639-1 codes of what the detector tells apart. */
export const DETECTED_LANGUAGES = [
  "am", "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gu", "he",
  "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "kn", "ko", "ku", "lo", "lt", "lv", "ml", "mr", "ms", "nl", "no", "or",
  "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh",
] as const;

const MAX_LABELS = 50;
const MAX_TERMS = 200;

function hasDuplicates(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

/** Words with single spaces, each of which may end in `*`. */
const term = z
  .string()
  .max(100)
  .regex(/^[^\s*]+\*?(?: [^\s*]+\*?)*$/, { error: "must be words with single spaces between them; `*` may stand at the end of a word" })
  .refine((text) => text.split(" ").every((word) => /[\p{L}\p{N}]/u.test(word)), { error: "must have a letter or digit in every word" });

const weightedTerm = z.strictObject({ term, weight: z.number().min(0.01).max(100).default(1) });

const label = z.strictObject({
  label: z.string().min(1).max(63).meta({ description: "What such documents are to be called." }),
  terms: z
    .array(z.union([term.transform((text) => ({ term: text, weight: 1 })), weightedTerm], { error: "must be a term, or an object with a `term` and its `weight`" }))
    .min(1)
    .max(MAX_TERMS)
    .refine((terms) => !hasDuplicates(terms.map((each) => each.term.toLowerCase())), { error: "must not name a term twice" })
    .meta({ description: "Words and phrases that speak for it, in upper or lower case; `invoic*` is every word that begins so." }),
});

export const nlpOptions = z
  .strictObject({
    features: z
      .array(z.enum(NLP_FEATURES))
      .min(1)
      .refine((features) => !hasDuplicates(features), { error: "must not name a feature twice" })
      .default(["language", "statistics", "sentences", "entities", "keywords", "classification"])
      .meta({ description: "What the analysis holds. Tokens make it large, and have to be asked for; classification needs `labels`." }),
    languages: z
      .array(z.enum(DETECTED_LANGUAGES, { error: "must be the two letters of a language that is told apart, such as `en` or `de`" }))
      .min(1)
      .refine((languages) => !hasDuplicates(languages), { error: "must not name a language twice" })
      .optional()
      .meta({ description: "Languages that documents may be in. With one, it is taken as said. Unset: any of 60." }),
    entityKinds: z
      .array(z.enum(ENTITY_KINDS))
      .min(1)
      .refine((kinds) => !hasDuplicates(kinds), { error: "must not name a kind twice" })
      .optional()
      .meta({ description: "Kinds of entities to list. Unset: all." }),
    maxKeywords: z.int().min(1).max(100).default(20).meta({ description: "Most keywords in the analysis." }),
    labels: z
      .array(label)
      .max(MAX_LABELS)
      .refine((labels) => !hasDuplicates(labels.map((each) => each.label)), { error: "must not name a label twice" })
      .default([])
      .meta({ description: "Labels of your own, of which each document gets the one that most speaks for, or none." }),
    minScore: z.number().min(0).max(10_000).default(1).meta({ description: "Least score of the label that is given. A term of weight 1 that is found once scores 1." }),
    maxCharacters: z.int().min(1).max(4_000_000).default(1_000_000).meta({ description: "Most characters that are analysed." }),
    longText: z.enum(["cut", "reject"]).default("cut").meta({ description: "What becomes of longer texts. cut: their beginning is analysed, with the warning TextCut. reject: TooLarge." }),
  })
  .refine(({ labels, features }) => labels.length === 0 || features.includes("classification"), { path: ["labels"], error: "must go with feature `classification`" })
  .refine(({ entityKinds, features }) => entityKinds === undefined || features.includes("entities"), { path: ["entityKinds"], error: "must go with feature `entities`" });

/** Parsed: every default is filled in. */
export type NlpOptions = z.output<typeof nlpOptions>;
export type NlpLabel = NlpOptions["labels"][number];
export type NlpFeature = (typeof NLP_FEATURES)[number];
