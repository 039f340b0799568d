import { describe, expect, test } from "vitest";
import { createRandom } from "../../make-samples/random.ts";
import { fill } from "./fill.ts";
import { paragraphs } from "./paragraphs.ts";
import { TOPICS } from "./topics.ts";

describe("fill", () => {
  const random = createRandom(7);

  test("takes a choice, a number of a range, and a word of a list", () => {
    expect(fill("{a|b} {3-3} {weekday}", random)).toMatch(/^[ab] 3 \w+day$/);
  });

  test("refuses a list that there is not", () => {
    expect(() => fill("{weather} in {nowhere}", random)).toThrow("{nowhere} must be a list of words");
  });
});

describe("paragraphs", () => {
  test.each(TOPICS)("fill every template of $title", (topic) => {
    const dealt = paragraphs(topic, createRandom(1));
    const text = Array.from({ length: 20 }, () => dealt.next().value).join(" ");
    expect(text).not.toMatch(/[{}|]/);
    expect(text).toMatch(/^[A-Z0-9]/);
  });
});
