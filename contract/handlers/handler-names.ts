/** The kinds of work that a WorkerPool may name. */
export const HANDLER_NAMES = ["ocr", "preprocessing", "validation", "nlp", "exec", "http", "simulate"] as const;
export type HandlerName = (typeof HANDLER_NAMES)[number];
