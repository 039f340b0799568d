import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { formatProblem, parseResource, type Resource } from "../../contract/api/parse-resource.ts";
import { isAvailableHandler, judgeOptions } from "../../contract/handlers/handler-options.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "k8s", "samples");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));

function readResources(file: string): readonly Resource[] {
  return parseAllDocuments(readFileSync(join(FOLDER, file), "utf8")).map((document) => {
    const parsed = parseResource(document.toJS());
    if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join("\n"));
    return parsed.resource;
  });
}

describe.each(FILES)("k8s/samples/%s", (file) => {
  const resources = readResources(file);
  const pools = new Map(resources.flatMap((resource) => (resource.kind === "WorkerPool" ? [[resource.metadata.name, resource]] : [])));
  const jobs = resources.flatMap((resource) => (resource.kind === "BatchJob" ? [resource] : []));

  it("brings a job and every pool that it names", () => {
    expect(jobs).toHaveLength(1);
    expect(jobs.flatMap((job) => job.spec.pipeline).filter((stage) => !pools.has(stage.pool))).toEqual([]);
  });

  it("gives each stage options that its handler takes", () => {
    for (const stage of jobs.flatMap((job) => job.spec.pipeline)) {
      const handler = pools.get(stage.pool)?.spec.handler ?? "";
      if (isAvailableHandler(handler)) expect(judgeOptions(handler, stage.options)).toMatchObject({ ok: true });
    }
  });

  it("names only volumes and Secrets that the pools list", () => {
    for (const { spec } of jobs) {
      const volumes = [spec.source.volume?.name, spec.output.volume?.name].filter((name) => name !== undefined);
      const secrets = [spec.source.manifest?.secret, spec.source.s3?.secret, spec.output.s3?.secret].filter((name) => name !== undefined);
      for (const pool of pools.values()) {
        expect(pool.spec.volumes.map((volume) => volume.name)).toEqual(expect.arrayContaining(volumes));
        expect(pool.spec.secrets.map((secret) => secret.name)).toEqual(expect.arrayContaining(secrets));
      }
    }
  });
});
