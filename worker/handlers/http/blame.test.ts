import { expect, test } from "vitest";
import { Blame } from "./blame.ts";

const MINUTE_MS = 60_000;

test("in an outage nobody is blamed, however often the same documents fail", () => {
  const blame = new Blame();
  const blamed = Array.from({ length: 500 }, (_, call) => blame.judge(`d${call % 5}`, { kind: "broken", nowMs: call * 1000 }));
  expect(new Set(blamed)).toEqual(new Set(["service"]));
});

test("a document that breaks calls again and again while others are answered is to blame from the second time on", () => {
  const blame = new Blame();
  const next = (): string => {
    blame.noteAnswer("other");
    return blame.judge("bad", { kind: "broken", nowMs: 0 });
  };
  expect([next(), next(), next()]).toEqual(["service", "document", "document"]);
});

test("the last document left is to blame when it has broken calls for ten minutes", () => {
  const blame = new Blame();
  expect(blame.judge("last", { kind: "broken", nowMs: 0 })).toBe("service");
  expect(blame.judge("last", { kind: "broken", nowMs: 10 * MINUTE_MS })).toBe("service");
  expect(blame.judge("last", { kind: "broken", nowMs: 11 * MINUTE_MS })).toBe("document");
});

test("being told to come later is forgiven twenty times, and for as long as it takes where nobody else is answered", () => {
  const blame = new Blame();
  for (let refusals = 0; refusals < 500; refusals++) expect(blame.judge("d", { kind: "refused", nowMs: refusals * MINUTE_MS })).toBe("service");
  const refuse = (): string => {
    blame.noteAnswer("other");
    return blame.judge("d", { kind: "refused", nowMs: 0 });
  };
  expect(Array.from({ length: 21 }, refuse)).toEqual([...Array.from({ length: 20 }, () => "service"), "document"]);
});

test("an answer clears the document's name", () => {
  const blame = new Blame();
  blame.judge("d", { kind: "broken", nowMs: 0 });
  blame.noteAnswer("d");
  blame.noteAnswer("other");
  expect(blame.judge("d", { kind: "broken", nowMs: 0 })).toBe("service");
});

test("it remembers a bounded number of documents", () => {
  const blame = new Blame();
  for (let document = 0; document <= 10_000; document++) blame.judge(String(document), { kind: "broken", nowMs: 0 });
  blame.noteAnswer("other");
  expect(blame.judge("1", { kind: "broken", nowMs: 0 })).toBe("document");
  expect(blame.judge("0", { kind: "broken", nowMs: 0 })).toBe("service");
});
