import { expect, test } from "vitest";
import type { JobEntry } from "../contract/wire/job-entry.ts";
import { createJobsTable } from "./jobs-table.ts";

const entry: JobEntry = {
  namespace: "local",
  name: "scans",
  uid: "uid-1",
  state: "run",
  round: 0,
  source: { documents: [{ id: "a" }] },
  pipeline: [{ pool: "ocr", options: {} }],
  output: { volume: { name: "out" }, deletionPolicy: "Retain", keepIntermediates: false },
  controlSequence: 1,
};

test("an entry is there for workers once it is put, and an absent one is undefined", () => {
  const jobs = createJobsTable();
  expect(jobs.get("uid-1")).toBeUndefined();
  expect(jobs.put(entry, 0)).toBe(1);
  expect(jobs.get("uid-1")).toMatchObject({ name: "scans", state: "run" });
});

test("a writer that does not know the last revision is refused, and changes nothing", () => {
  const jobs = createJobsTable();
  jobs.put(entry, 0);
  expect(jobs.put({ ...entry, state: "cancelled" }, 0)).toBe("refused");
  expect(jobs.get("uid-1")?.state).toBe("run");
  expect(jobs.put({ ...entry, state: "cancelled" }, jobs.revisionOf("uid-1"))).toBe(2);
});

test("watchers hear of each change until they stop", () => {
  const jobs = createJobsTable();
  const seen: string[] = [];
  const stop = jobs.watch(({ state }) => seen.push(state));
  jobs.put(entry, 0);
  jobs.put({ ...entry, state: "suspended" }, 1);
  stop();
  jobs.put({ ...entry, state: "run" }, 2);
  expect(seen).toEqual(["run", "suspended"]);
});

test("an entry is a copy: its writer cannot change it behind the readers' backs", () => {
  const jobs = createJobsTable();
  const pipeline = [{ pool: "ocr", options: {} }];
  jobs.put({ ...entry, pipeline }, 0);
  pipeline.push({ pool: "nlp", options: {} });
  expect(jobs.get("uid-1")?.pipeline).toHaveLength(1);
});
