/** What the `nlp` handler has found: the analysis, which is a file, and the result, which rides in the outcome. */
import { z } from "zod";

/** Found in texts of every language: they are written alike everywhere. */
export const SHARED_ENTITY_KINDS = ["EMAIL", "URL", "PHONE", "IBAN", "REFERENCE", "MONEY", "PERCENT", "HASHTAG", "MENTION", "EMOJI"] as const;
/** Found in English texts only: they are made of words. */
export const ENGLISH_ENTITY_KINDS = ["DATE", "TIME", "DURATION", "ORDINAL", "CARDINAL"] as const;
export const ENTITY_KINDS = [...SHARED_ENTITY_KINDS, ...ENGLISH_ENTITY_KINDS] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export const TOKEN_KINDS = ["word", "number", "punctuation", "symbol", "emoji", "other"] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** No language could be told: there are hardly any letters. */
export const UNDETERMINED = "und";

export const MAX_RESULT_KEYWORDS = 10;
export const TEXT_CUT = "TextCut";

const count = z.int().min(0);
/** 0 to 1. */
const share = z.number().min(0).max(1);
/** Characters, as Unicode counts them, from the beginning of the text; `end` is behind the last one. */
const place = { start: count, end: count };
/** From 1; absent in texts without form feeds. */
const page = z.int().min(1).exactOptional();

export const nlpStatistics = z.object({
  characters: count,
  words: count,
  sentences: count,
  /** Words. */
  meanSentenceLength: z.number().min(0),
  /** Different words of all words. */
  typeTokenRatio: share,
  /** Flesch: 90 is very easy, 30 very hard. English, from 20 words on. */
  readingEase: z.number().exactOptional(),
});

export const nlpKeyword = z.object({ term: z.string(), count, score: share });

export const nlpEntity = z.object({ kind: z.enum(ENTITY_KINDS), text: z.string(), ...place, page });
export const nlpSentence = z.object({ ...place, page, text: z.string() });
export const nlpToken = z.object({
  text: z.string(),
  kind: z.enum(TOKEN_KINDS),
  ...place,
  /** Universal part of speech and basic form; English. */
  pos: z.string().exactOptional(),
  lemma: z.string().exactOptional(),
});

export const nlpLabelScore = z.object({
  label: z.string(),
  score: z.number().min(0),
  terms: z.array(z.object({ term: z.string(), weight: z.number(), count, score: z.number().min(0) })),
});

/** The file `<id>.nlp.json`. `version` rises when a reader of the one before would go wrong. */
export const nlpAnalysis = z.object({
  version: z.literal(1),
  text: z.object({ encoding: z.string(), characters: count, analysedCharacters: count, pages: count }),
  language: z.object({ code: z.string(), confidence: share, candidates: z.array(z.object({ code: z.string(), confidence: share })).exactOptional() }),
  statistics: nlpStatistics.exactOptional(),
  keywords: z.array(nlpKeyword).exactOptional(),
  classification: z.object({ label: z.string().nullable(), minScore: z.number(), scores: z.array(nlpLabelScore) }).exactOptional(),
  entityKinds: z.object({ found: z.array(z.enum(ENTITY_KINDS)), notInThisLanguage: z.array(z.enum(ENTITY_KINDS)) }).exactOptional(),
  entityCounts: z.partialRecord(z.enum(ENTITY_KINDS), count).exactOptional(),
  entities: z.array(nlpEntity).exactOptional(),
  sentences: z.array(nlpSentence).exactOptional(),
  tokens: z.array(nlpToken).exactOptional(),
});

export const nlpResult = z.object({
  language: z.string(),
  languageConfidence: share,
  characters: count,
  pages: count,
  words: count.exactOptional(),
  sentences: count.exactOptional(),
  keywords: z.array(z.string()).max(MAX_RESULT_KEYWORDS).exactOptional(),
  /** Null where no label scored enough. */
  label: z.string().nullable().exactOptional(),
  labelScore: z.number().exactOptional(),
  /** How many of each kind. */
  entities: z.partialRecord(z.enum(ENTITY_KINDS), count).exactOptional(),
  entityKindsNotInThisLanguage: z.array(z.enum(ENTITY_KINDS)).exactOptional(),
  warnings: z.array(z.literal(TEXT_CUT)).exactOptional(),
});

export type NlpStatistics = z.infer<typeof nlpStatistics>;
export type NlpKeyword = z.infer<typeof nlpKeyword>;
export type NlpLabelScore = z.infer<typeof nlpLabelScore>;
export type NlpEntity = z.infer<typeof nlpEntity>;
export type NlpSentence = z.infer<typeof nlpSentence>;
export type NlpToken = z.infer<typeof nlpToken>;
export type NlpAnalysis = z.infer<typeof nlpAnalysis>;
export type NlpResult = z.infer<typeof nlpResult>;
