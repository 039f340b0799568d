import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DETECTOR, ENGLISH_MODEL } from "./engine-names.ts";

test("engines are told with the versions that are installed", async () => {
  const { dependencies } = JSON.parse(await readFile(join(import.meta.dirname, "..", "..", "..", "package.json"), "utf8")) as { dependencies: Record<string, string> };
  for (const engine of `${DETECTOR}, ${ENGLISH_MODEL}`.split(", ")) {
    const [name = "", version] = engine.split(" ");
    expect(version, name).toBe(dependencies[name]);
  }
});
