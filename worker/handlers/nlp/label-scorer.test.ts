import { expect, test } from "vitest";
import { nlpOptions } from "../../../contract/handlers/nlp-options.ts";
import { LabelScorer } from "./label-scorer.ts";
import { createWordFinder } from "./words.ts";

function score(labels: readonly { readonly label: string; readonly terms: readonly (string | { readonly term: string; readonly weight?: number })[] }[], text: string, language = "en"): string[] {
  const scorer = new LabelScorer(nlpOptions.parse({ labels }).labels, language);
  scorer.add(createWordFinder(language)(text));
  return scorer.scores().map((each) => `${each.label} ${each.score}: ${each.terms.map(({ term, count, score }) => `${term} ×${count} = ${score}`).join(", ")}`);
}

test("the label whose terms are found comes first, with the terms that it owes it to", () => {
  const labels = [
    { label: "letter", terms: ["dear", "yours sincerely"] },
    { label: "invoice", terms: ["invoice", { term: "amount due", weight: 3 }, "vat"] },
  ];
  expect(score(labels, "INVOICE 7. Amount\n  due: 12. The invoice … and again: invoice, INVOICE.")).toEqual(["invoice 6: invoice ×4 = 3, amount due ×1 = 3", "letter 0: "]);
});

test.each([
  ["whole words only", "rent", "rental parent rent-free", 0],
  ["any case", "VAT", "vat Vat", 2],
  ["words of any kind", "straße", "Die STRASSE nicht, die Straße ja", 1],
  ["a prefix", "rechnung*", "Rechnungsbetrag, Rechnung; Abrechnung", 2],
  ["a phrase with a prefix", "late pay*", "late payment, late\npaying, late to pay", 2],
  ["an apostrophe as it is written", "don't", "don’t don't dont", 2],
  ["a term that is part of another", "annual general meeting", "general meeting, annual general meeting", 1],
  ["a number", "form 12", "Form 12, form 123", 1],
])("a term is %s", (_, term, text, want) => {
  const [line = ""] = score([{ label: "x", terms: [term] }], text);
  expect(Number(/×(\d+)/.exec(line)?.[1] ?? 0)).toBe(want);
});

test("labels with the same score keep the order of the options", () => {
  expect(score([{ label: "b", terms: ["x"] }, { label: "a", terms: ["y"] }], "x y")).toEqual(["b 1: x ×1 = 1", "a 1: y ×1 = 1"]);
});

test("terms of languages without blanks are found", () => {
  expect(score([{ label: "会議", terms: ["会議"] }], "金曜日の会議は三時に変更されました。", "ja")).toEqual(["会議 1: 会議 ×1 = 1"]);
});
