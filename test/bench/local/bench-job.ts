/** The job that is measured: very many documents on which `simulate` spends no time, each with a small result. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const MODES = ["io", "cpu"] as const;
export type Mode = (typeof MODES)[number];

export interface BenchJob {
  /** By mode. */
  readonly files: Readonly<Record<Mode, string>>;
  /** Folder of the volume that the manifest lies on. */
  readonly input: string;
}

/** Every outcome carries a result of so many bytes. */
export const RESULT_BYTES = 100;
const DOCUMENTS_PER_FOLDER = 1000;

export async function makeBenchJob(folder: string, documents: number): Promise<BenchJob> {
  const input = join(folder, "input");
  const files = { io: join(folder, "io.yaml"), cpu: join(folder, "cpu.yaml") };
  await mkdir(input, { recursive: true });
  await writeFile(join(input, "manifest.jsonl"), Array.from({ length: documents }, toManifestLine).join(""));
  for (const mode of MODES) await writeFile(files[mode], toYaml(mode));
  return { files, input };
}

function toManifestLine(_: unknown, index: number): string {
  const subfolder = String(Math.floor(index / DOCUMENTS_PER_FOLDER)).padStart(4, "0");
  return `${JSON.stringify({ id: `archive/${subfolder}/scan-${String(index).padStart(6, "0")}.pdf` })}\n`;
}

/** Everything that is not named is as a user gets it: batchSize, recycling, limits. */
function toYaml(mode: Mode): string {
  const slots = mode === "io" ? "{handler: simulate, execution: io, concurrency: 16, scaling: {itemsPerReplica: 16}}" : "{handler: simulate, execution: cpu}";
  return `apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: load}
spec: ${slots}
---
apiVersion: ream.dev/v1alpha1
kind: BatchJob
metadata: {name: bench-local}
spec:
  source: {manifest: {uri: "volume://input/manifest.jsonl"}}
  pipeline: [{pool: load, options: {resultBytes: ${RESULT_BYTES}}}]
  output: {volume: {name: results}}
`;
}
