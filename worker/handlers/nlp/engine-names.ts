/** Name and version of what does the work, as outcomes tell it. */
export const DETECTOR = "eld 2.1.0";
export const ENGLISH_MODEL = "wink-nlp 2.4.0, wink-eng-lite-web-model 1.8.1";
export const UNICODE_RULES = `unicode ${process.versions["unicode"] ?? "unknown"}`;
