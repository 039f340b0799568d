import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findUnbounded, findUndescribed } from "../../tools/generate/find-unbounded.ts";
import { findStructuralFaults, type StructuralSchema } from "../../tools/generate/structural-schema.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "crds");

interface Crd {
  readonly spec: {
    readonly names: { readonly shortNames: readonly string[]; readonly categories: readonly string[] };
    readonly versions: readonly {
      readonly subresources: object;
      readonly additionalPrinterColumns: readonly { readonly name: string; readonly jsonPath: string; readonly priority?: number }[];
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}

function readCrd(file: string): Crd {
  return parse(readFileSync(join(FOLDER, file), "utf8"));
}

const FILES = ["ream.dev_batchjobs.yaml", "ream.dev_workerpools.yaml"];

describe.each(FILES)("%s", (file) => {
  const [version] = readCrd(file).spec.versions;
  const schema: StructuralSchema = version?.schema.openAPIV3Schema ?? {};

  it("is structural", () => {
    expect(findStructuralFaults(schema)).toEqual([]);
  });

  it("bounds every text, number, list and map of spec and status, and describes every field", () => {
    for (const part of ["spec", "status"]) {
      const below = schema.properties?.[part] ?? {};
      expect([...findUnbounded(below, part), ...findUndescribed(below, part)]).toEqual([]);
    }
  });

  it("keeps status behind its subresource", () => {
    expect(version?.subresources).toEqual({ status: {} });
  });

  it("has columns only for fields that there are", () => {
    for (const { jsonPath } of version?.additionalPrinterColumns ?? []) {
      if (jsonPath.startsWith(".metadata")) continue;
      const names = jsonPath.split("[")[0]?.split(".").slice(1) ?? [];
      const field = names.reduce<StructuralSchema | undefined>((at, name) => at?.properties?.[name], schema);
      expect(field, jsonPath).toBeDefined();
    }
  });
});

describe("kubectl get batchjobs", () => {
  const crd = readCrd("ream.dev_batchjobs.yaml");
  const columns = crd.spec.versions[0]?.additionalPrinterColumns ?? [];
  const names = (wide: boolean) => columns.filter((column) => (column.priority === 1) === wide).map((column) => column.name.toUpperCase());

  it("shows how far each job is", () => {
    expect(names(false)).toEqual(["PHASE", "PROGRESS", "FAILED", "RATE/H", "ETA", "AGE"]);
    expect(names(true)).toEqual(["PRIORITY", "POOLS", "DURATION"]);
  });

  it("has a short name and a category", () => {
    expect(crd.spec.names).toMatchObject({ shortNames: ["bjob"], categories: ["ream"] });
  });
});
