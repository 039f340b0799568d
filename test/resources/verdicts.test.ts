import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseResource } from "../../contract/api/parse-resource.ts";
import { API_VERSION } from "../../contract/api/resource-metadata.ts";
import { readChangeCases, readResourceCases, serverVerdict } from "./read-cases.ts";

const MIN_SAMPLES = 70;

describe.each([...readResourceCases()])("%s", (_file, cases) => {
  it.each(cases)("$case", ({ resource, problems }) => {
    const parsed = parseResource(parse(resource));
    expect(parsed.ok ? [] : parsed.problems).toEqual(problems);
  });
});

describe("the table of samples", () => {
  const cases = [...readResourceCases().values()].flat();

  it(`has at least ${MIN_SAMPLES} samples, and accepted ones among them`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(MIN_SAMPLES);
    expect(cases.filter((sample) => sample.problems.length === 0).length).toBeGreaterThanOrEqual(MIN_SAMPLES / 4);
  });

  it("names each sample once", () => {
    const names = cases.map((sample) => sample.case);
    expect(new Set(names).size).toBe(names.length);
  });

  it("never has the API server refuse what local mode accepts", () => {
    expect(cases.filter((sample) => sample.problems.length === 0 && serverVerdict(sample) !== "accepted")).toEqual([]);
  });

  it("says in each message what must be, or that the field is unknown", () => {
    const messages = cases.flatMap((sample) => sample.problems.map((problem) => problem.message));
    expect(messages.filter((message) => !/^(must |unknown field)/.test(message))).toEqual([]);
  });
});

describe("changes to resources that exist", () => {
  it.each(readChangeCases())("$case", ({ kind, before, after }) => {
    const verdicts = [before, after].map((spec) => parseResource({ apiVersion: API_VERSION, kind, metadata: { name: "a" }, spec }));
    expect(verdicts.map((verdict) => verdict.ok), "both are valid by themselves").toEqual([true, true]);
  });
});
