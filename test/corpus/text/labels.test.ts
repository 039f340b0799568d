/** The texts of this folder through the `nlp` handler: which language each is in, and which of their entities are found. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { nlpOptions } from "../../../contract/handlers/nlp-options.ts";
import { ENTITY_KINDS, type NlpAnalysis } from "../../../contract/handlers/nlp-result.ts";
import { analyse } from "../../../worker/handlers/nlp/analyse.ts";
import { readDocument } from "../../../worker/handlers/nlp/read-document.ts";

const labelledText = z.strictObject({
  file: z.string(),
  language: z.enum(["en", "de", "fr", "es", "it"]),
  label: z.string(),
  entities: z.array(z.strictObject({ kind: z.enum(ENTITY_KINDS), text: z.string() })),
});
type LabelledText = z.infer<typeof labelledText>;
type Entity = LabelledText["entities"][number];

const LEAST_RECALL = 0.9;
const signal = new AbortController().signal;

let labelled: readonly LabelledText[] = [];
const analyses = new Map<string, NlpAnalysis>();

beforeAll(async () => {
  labelled = z.array(labelledText).parse(JSON.parse(await readFile(join(import.meta.dirname, "labels.json"), "utf8")));
  const options = nlpOptions.parse({});
  for (const { file } of labelled) {
    const document = await readDocument(join(import.meta.dirname, file), { maxCharacters: options.maxCharacters, signal });
    analyses.set(file, (await analyse(document, options, signal)).analysis);
  }
}, 60_000);

test("there are 50 texts in five languages, at least 20 of them English, and each has its labels", async () => {
  const files = (await readdir(import.meta.dirname, { recursive: true })).filter((name) => name.endsWith(".txt"));
  expect(labelled.map(({ file }) => file)).toEqual(files.sort());
  expect(labelled).toHaveLength(50);
  expect(new Set(labelled.map(({ language }) => language)).size).toBe(5);
  expect(labelled.filter(({ language }) => language === "en").length).toBeGreaterThanOrEqual(20);
});

test("each labelled entity stands in its text, in this order", async () => {
  for (const { file, entities } of labelled) {
    const text = await readFile(join(import.meta.dirname, file), "utf8");
    let from = 0;
    for (const entity of entities) {
      const at = text.indexOf(entity.text, from);
      expect(at, `${file}: ${entity.text}`).toBeGreaterThanOrEqual(from);
      from = at + entity.text.length;
    }
  }
});

test("the language is right on every text", () => {
  const wrong = labelled.filter(({ file, language }) => analyses.get(file)?.language.code !== language);
  expect(wrong.map(({ file }) => `${file}: ${analyses.get(file)?.language.code}`)).toEqual([]);
});

interface Tally {
  labelled: number;
  found: number;
  wrong: number;
}

/** An entity counts as found with its kind and all its words; each answers for one label. */
function tally(texts: readonly LabelledText[], kinds: ReadonlySet<string>): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  const of = (kind: string): Tally => tallies.get(kind) ?? tallies.set(kind, { labelled: 0, found: 0, wrong: 0 }).get(kind) ?? { labelled: 0, found: 0, wrong: 0 };
  for (const { file, entities } of texts) {
    const left = (analyses.get(file)?.entities ?? []).filter(({ kind }) => kinds.has(kind)).map(toKey);
    for (const entity of entities) {
      const at = left.indexOf(toKey(entity));
      of(entity.kind).labelled += 1;
      if (at === -1) continue;
      of(entity.kind).found += 1;
      left.splice(at, 1);
    }
    for (const key of left) of(key.split(" ", 1)[0] ?? "").wrong += 1;
  }
  return tallies;
}

function toKey({ kind, text }: Entity): string {
  return `${kind} ${text.replaceAll(/\s+/g, " ")}`;
}

function report(title: string, tallies: ReadonlyMap<string, Tally>): { recall: number; precision: number } {
  const all = [...tallies.values()].reduce((sum, each) => ({ labelled: sum.labelled + each.labelled, found: sum.found + each.found, wrong: sum.wrong + each.wrong }), { labelled: 0, found: 0, wrong: 0 });
  const line = (kind: string, { labelled: total, found, wrong }: Tally): string => `${kind.padEnd(10)} ${found} of ${total} found, ${wrong} wrong`;
  const recall = all.found / all.labelled;
  const precision = all.found / (all.found + all.wrong);
  console.log([title, ...[...tallies].sort().map(([kind, each]) => line(kind, each)), line("all", all), `recall ${(100 * recall).toFixed(1)} %, precision ${(100 * precision).toFixed(1)} %`].join("\n"));
  return { recall, precision };
}

describe("entities", () => {
  test("of English texts: at least nine of ten labelled ones are found", () => {
    const english = labelled.filter(({ language }) => language === "en");
    const { recall } = report("English texts", tally(english, new Set(ENTITY_KINDS)));
    expect(recall).toBeGreaterThanOrEqual(LEAST_RECALL);
  });

  test("every kind that is said to be found has labels, and none of them is mostly missed", () => {
    const tallies = tally(labelled.filter(({ language }) => language === "en"), new Set(ENTITY_KINDS));
    for (const kind of ENTITY_KINDS) {
      const { labelled: total, found } = tallies.get(kind) ?? { labelled: 0, found: 0 };
      expect(total, kind).toBeGreaterThan(0);
      expect(found / total, kind).toBeGreaterThanOrEqual(0.8);
    }
  });

  test("of texts in other languages: all labelled addresses and numbers are found", () => {
    const kinds = new Set(["EMAIL", "URL", "PHONE", "IBAN", "REFERENCE", "HASHTAG", "MENTION", "EMOJI"]);
    const { recall, precision } = report("Texts in other languages", tally(labelled.filter(({ language }) => language !== "en"), kinds));
    expect({ recall, precision }).toEqual({ recall: 1, precision: 1 });
  });

  test("stand in the text where they are said to", async () => {
    for (const { file } of labelled) {
      const characters = [...(await readFile(join(import.meta.dirname, file), "utf8"))];
      for (const { start, end, text } of analyses.get(file)?.entities ?? []) {
        expect(characters.slice(start, end).join("").replaceAll(/\s+/g, " ")).toBe(text);
      }
    }
  });
});
