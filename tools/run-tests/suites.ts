/** What `tools/run-tests.ts` can run, by name. A check is one command that passes or fails; a project is one of vitest's. */

export type Suite =
  | { readonly kind: "check"; readonly command: readonly [program: string, ...args: string[]] }
  | { readonly kind: "project"; readonly project: string };

export const SUITES: Readonly<Record<string, Suite>> = {
  typecheck: { kind: "check", command: ["tsc", "--noEmit"] },
  lint: { kind: "check", command: ["oxlint"] },
  generate: { kind: "check", command: ["node", "tools/generate.ts", "--check"] },
  deadcode: { kind: "check", command: ["knip"] },
  unit: { kind: "project", project: "unit" },
  conformance: { kind: "project", project: "conformance" },
  integration: { kind: "project", project: "integration" },
};
