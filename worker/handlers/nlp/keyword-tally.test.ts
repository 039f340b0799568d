import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, KeywordTally } from "./keyword-tally.ts";

function word(form: string, { key = form, isAlone = true, isNext = false }: Partial<Candidate> = {}): Candidate {
  return { key, form, isAlone, isNext };
}

function rank(candidates: readonly Candidate[], most = 10): string[] {
  const tally = new KeywordTally();
  for (const candidate of candidates) tally.add(candidate);
  return tally.ranked(most).map(({ term, count, score }) => `${term} ${count} ${score}`);
}

test("words that are used most come first, those used as often in the order of the text", () => {
  expect(rank(["pump", "valve", "tank", "valve"].map((form) => word(form)))).toEqual(["valve 2 1", "pump 1 0.5", "tank 1 0.5"]);
});

test("forms of one word count together, and the most used one is told", () => {
  expect(rank([word("door"), word("doors", { key: "door" }), word("doors", { key: "door" })])).toEqual(["doors 3 1"]);
});

test("a pair that is used twice takes its words with it", () => {
  const pair = [word("mill"), word("lane", { isNext: true })];
  expect(rank([...pair, word("road"), ...pair, word("lane")])).toEqual(["mill lane 2 1", "lane 1 0.333", "road 1 0.333"]);
});

test("an adjective is no keyword, but may be in one", () => {
  const pair = [word("big", { isAlone: false }), word("boat", { isNext: true })];
  expect(rank([...pair, word("big", { isAlone: false }), ...pair])).toEqual(["big boat 2 1"]);
});

test("there are no more than asked for, scores never rise, and the first has the score 1", () => {
  const candidates = fc.array(fc.record({ form: fc.constantFrom("a", "b", "c", "d", "e", "f"), isNext: fc.boolean() }).map(({ form, isNext }) => word(form, { isNext })), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 5 }), (list, most) => {
      const tally = new KeywordTally();
      for (const candidate of list) tally.add(candidate);
      const ranked = tally.ranked(most);
      expect(ranked.length).toBeLessThanOrEqual(most);
      expect(ranked).toEqual(ranked.toSorted((a, b) => b.score - a.score));
      expect(ranked[0]?.score).toBe(1);
      expect(new Set(ranked.map(({ term }) => term)).size).toBe(ranked.length);
    }),
  );
});
