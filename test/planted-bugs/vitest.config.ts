import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The engine's own tests take a second; the worlds are asked only when those see nothing. */
class WorldsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWorld = (file: TestSpecification): number => Number(file.moduleId.includes("/test/model/"));
    return files.toSorted((a, b) => isWorld(a) - isWorld(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** For a copy of the engine with a mistake in it: the engine's tests, the same ones each time, up to the first that fails. */
export default defineConfig({
  test: {
    include: ["engine/**/*.test.ts", "test/model/**/*.test.ts"],
    setupFiles: ["test/planted-bugs/same-each-time.ts"],
    sequence: { sequencer: WorldsLast },
    testTimeout: 120_000,
    bail: 1,
    // One process, so that one signal ends all of it.
    pool: "threads",
    maxWorkers: 1,
    isolate: false,
  },
});
