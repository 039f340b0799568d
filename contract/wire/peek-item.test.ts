import fc from "fast-check";
import { expect, test } from "vitest";
import { peekItem } from "./peek-item.ts";

test.each([
  {
    name: "documents and parts of a later version",
    item: { v: 9, kind: "novelty", job: "j", stage: 1, documents: [{ index: 0, try: 1, colour: "red" }, { index: 5, try: 2, part: "join", partTry: 1 }] },
    want: { kind: "documents", job: "j", stage: 1, documents: [{ index: 0, try: 1 }, { index: 5, try: 2, part: "join", partTry: 1 }] },
  },
  { name: "a discover item", item: { kind: "discover", job: "j", try: 3 }, want: { kind: "task", job: "j", task: "discover", round: 0, try: 3 } },
  { name: "a finalize item", item: { kind: "finalize", job: "j", round: 2, try: 3 }, want: { kind: "task", job: "j", task: "finalize", round: 2, try: 3 } },
  { name: "no documents", item: { job: "j", stage: 0, documents: [] }, want: undefined },
  { name: "one document that cannot be named", item: { job: "j", stage: 0, documents: [{ index: 0, try: 1 }, { index: 1 }] }, want: undefined },
  { name: "no job", item: { stage: 0, documents: [{ index: 0, try: 1 }] }, want: undefined },
])("peeks at $name", ({ item, want }) => {
  expect(peekItem(JSON.stringify(item))).toEqual(want);
});

test("never throws, whatever the bytes", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void peekItem(text)));
});
