import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblem, parseResource } from "./parse-resource.ts";
import { stageName } from "./batch-job.ts";

const JOB = {
  apiVersion: "ream.dev/v1alpha1",
  kind: "BatchJob",
  metadata: { name: "a" },
  spec: { source: { volume: { name: "scans" } }, pipeline: [{ pool: "ocr" }] },
};

function problemsOf(value: unknown): readonly string[] {
  const parsed = parseResource(value);
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

describe("parseResource", () => {
  it("fills in every default of a job", () => {
    expect(parseResource(JOB)).toEqual({
      ok: true,
      resource: {
        ...JOB,
        spec: {
          source: { volume: { name: "scans", path: "", include: [], exclude: [], archives: "keep" } },
          pipeline: [{ pool: "ocr", options: {} }],
          output: { objectStore: { bucket: "results" }, deletionPolicy: "Retain", keepIntermediates: false },
          priority: 0,
          batchSize: 10,
          retry: { maxAttempts: 4, initialDelaySeconds: 2, multiplier: 2, maxDelaySeconds: 300 },
          suspend: false,
          cancel: false,
        },
      },
    });
  });

  it("fills in every default of a pool", () => {
    const parsed = parseResource({ ...JOB, kind: "WorkerPool", spec: { handler: "ocr", resources: { limits: { cpu: 2 } } } });
    expect(parsed).toMatchObject({
      ok: true,
      resource: {
        spec: {
          image: "",
          concurrency: 1,
          execution: "cpu",
          scaling: { minReplicas: 0, maxReplicas: 50, itemsPerReplica: 2, pollingIntervalSeconds: 5, cooldownSeconds: 60 },
          documentTimeoutSeconds: 600,
          recycleAfterDocuments: 100,
          resources: { limits: { cpu: "2" } },
          volumes: [],
        },
      },
    });
  });

  it("does not store a stage's default name, but knows it", () => {
    const parsed = parseResource(JOB);
    const stages = parsed.ok && parsed.resource.kind === "BatchJob" ? parsed.resource.spec.pipeline : [];
    expect(stages.map((stage) => [stage.name, stageName(stage)])).toEqual([[undefined, "ocr"]]);
  });

  it("tells all problems at once, in fields of any depth", () => {
    const spec = { ...JOB.spec, pipeline: [{ pool: "ocr" }, { pool: 5, nam: "x" }], batchSize: 0, retires: 1 };
    expect(problemsOf({ ...JOB, spec }).map((problem) => problem.split(":")[0])).toEqual([
      "spec.pipeline[1].nam",
      "spec.retires",
      "spec.pipeline[1].pool",
      "spec.batchSize",
    ]);
  });

  it("takes a field without a value as not given, and an unknown one without a value as unknown", () => {
    expect(problemsOf({ ...JOB, spec: { ...JOB.spec, priority: null, output: null } })).toEqual([]);
    expect(problemsOf({ ...JOB, spec: { ...JOB.spec, prioritys: null } })).toEqual(["spec.prioritys: unknown field; did you mean `priority`?"]);
  });

  it("leaves null among the options, where it is a value", () => {
    const parsed = parseResource({ ...JOB, spec: { ...JOB.spec, pipeline: [{ pool: "ocr", options: { engine: null } }] } });
    expect(parsed).toMatchObject({ ok: true, resource: { spec: { pipeline: [{ options: { engine: null } }] } } });
  });

  it("keeps a status that can be read and leaves out one that cannot", () => {
    expect(parseResource({ ...JOB, status: { phase: "Running" } })).toMatchObject({ ok: true, resource: { status: { phase: "Running" } } });
    expect(parseResource({ ...JOB, status: { phase: 5 } })).toMatchObject({ ok: true, resource: { metadata: { name: "a" } } });
  });

  it("cuts names from the file that are too long to print", () => {
    const [problem] = problemsOf({ ...JOB, spec: { ...JOB.spec, ["x".repeat(10_000)]: 1 } });
    expect(problem?.length).toBeLessThan(400);
  });

  it("is not fooled by names that every object has", () => {
    expect(problemsOf({ ...JOB, spec: { ...JOB.spec, constructor: 1, toString: 2 } })).toHaveLength(2);
    expect(problemsOf(JSON.parse('{"apiVersion":"ream.dev/v1alpha1","kind":"BatchJob","metadata":{"name":"a"},"spec":{"__proto__":{"cancel":true}}}'))).toContain(
      "spec.source: must be given",
    );
  });

  it("never throws, and says of whatever it refuses why", () => {
    const kind = fc.constantFrom("BatchJob", "WorkerPool");
    const field = fc.constantFrom("source", "pipeline", "output", "retry", "handler", "scaling", "resources", "volumes", "exec", "options");
    const resource = fc.record({ apiVersion: fc.constant("ream.dev/v1alpha1"), kind, metadata: fc.jsonValue(), spec: fc.dictionary(field, fc.jsonValue()) });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), resource), (value) => {
        const parsed = parseResource(value);
        return parsed.ok || (parsed.problems.length > 0 && parsed.problems.every(({ message }) => /^(must |unknown field)/.test(message)));
      }),
      { numRuns: 500 },
    );
  });

  it("accepts what it has made, unchanged", () => {
    const first = parseResource(JOB);
    expect(first.ok && parseResource(first.resource)).toEqual(first);
  });
});
