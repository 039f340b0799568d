import { defineConfig } from "vitest/config";

/** Every project is one kind of test; `make` and CI name the ones they run. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["{contract,engine,runtime,operator,worker,local,cli,tools}/**/*.test.ts", "test/{resources,corpus,model,lint}/**/*.test.ts"], testTimeout: 120_000 } },
      { test: { name: "conformance", include: ["test/conformance/**/*.test.ts"], testTimeout: 120_000 } },
      { test: { name: "integration", include: ["test/integration/**/*.test.ts"], testTimeout: 300_000 } },
    ],
  },
});
