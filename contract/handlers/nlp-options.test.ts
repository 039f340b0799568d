import { describe, expect, test } from "vitest";
import { judgeOptions } from "./handler-options.ts";

function problemsOf(options: unknown): string[] {
  const judged = judgeOptions("nlp", options);
  return judged.ok ? [] : judged.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe("options of nlp", () => {
  test("without any, everything but tokens is asked for", () => {
    const judged = judgeOptions("nlp", undefined);
    expect(judged.ok && judged.options).toEqual({
      features: ["language", "statistics", "sentences", "entities", "keywords", "classification"],
      maxKeywords: 20,
      labels: [],
      minScore: 1,
      maxCharacters: 1_000_000,
      longText: "cut",
    });
  });

  test("a term is a text, or has a weight", () => {
    const judged = judgeOptions("nlp", { labels: [{ label: "invoice", terms: ["total due", { term: "rechnung*", weight: 2.5 }, { term: "VAT" }] }] });
    expect(judged.ok && judged.options.labels).toEqual([{ label: "invoice", terms: [{ term: "total due", weight: 1 }, { term: "rechnung*", weight: 2.5 }, { term: "VAT", weight: 1 }] }]);
  });

  test.each([
    ["a misspelt option", { feature: ["tokens"] }, "feature: unknown option; did you mean `features`?"],
    ["a feature that there is not", { features: ["sentiment"] }, "features[0]: "],
    ["a feature twice", { features: ["tokens", "tokens"] }, "features: must not name a feature twice"],
    ["no feature", { features: [] }, "features: "],
    ["a language by Tesseract's name", { languages: ["eng"] }, "languages[0]: must be the two letters of a language that is told apart, such as `en` or `de`"],
    ["a language twice", { languages: ["en", "en"] }, "languages: must not name a language twice"],
    ["a kind that is not found", { entityKinds: ["PERSON"] }, "entityKinds[0]: "],
    ["kinds without entities", { features: ["tokens"], entityKinds: ["DATE"] }, "entityKinds: must go with feature `entities`"],
    ["labels without classification", { features: ["tokens"], labels: [{ label: "a", terms: ["b"] }] }, "labels: must go with feature `classification`"],
    ["a label twice", { labels: [{ label: "a", terms: ["b"] }, { label: "a", terms: ["c"] }] }, "labels: must not name a label twice"],
    ["a label without terms", { labels: [{ label: "a", terms: [] }] }, "labels[0].terms: "],
    ["a term twice", { labels: [{ label: "a", terms: ["VAT", "vat"] }] }, "labels[0].terms: must not name a term twice"],
    ["a star inside", { labels: [{ label: "a", terms: ["in*voice"] }] }, "labels[0].terms[0]: must be"],
    ["signs alone", { labels: [{ label: "a", terms: ["total :"] }] }, "labels[0].terms[0]: must"],
    ["a weight of nothing", { labels: [{ label: "a", terms: [{ term: "b", weight: 0 }] }] }, "labels[0].terms[0].weight: "],
    ["more keywords than are counted", { maxKeywords: 1000 }, "maxKeywords: "],
    ["more characters than fit", { maxCharacters: 1e9 }, "maxCharacters: "],
  ])("%s is refused", (_, options, want) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(want)]);
  });
});
