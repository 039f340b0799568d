/**
 * The job that is killed over and over: 300 texts in a volume, each turned into another text by a command, then `simulate`. The
 * texts and the seed decide what becomes of a document, so every run ends the same: most succeed, in groups or in none, some
 * at a later attempt; some are rejected, at either stage; some skipped; a few fail until their attempts are used up.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export const DOCUMENTS = 300;
export const STAGES = 2;
/** Of each pool. */
export const SLOTS = 2;
export const BATCH_SIZE = 4;

/** What all runs share. */
export interface Texts {
  readonly folder: string;
  readonly command: string;
  /** In the order of the manifest. */
  readonly ids: readonly string[];
}

/** One run's own. */
export interface MadeJob {
  readonly words: readonly string[];
  /** The command adds `pid id` here whenever it begins with a document. */
  readonly workLog: string;
}

/** Makes the command fail at every attempt; written in a text's first line. */
const BROKEN = "broken";
/** Makes the command reject the text. */
const UNFIT = "unfit";

/** Attempts of such a document are counted out, so a child that is killed under it may change its last words. */
export function isBroken(id: string): boolean {
  return id.includes(BROKEN);
}

export async function makeTexts(folder: string): Promise<Texts> {
  const command = join(folder, "read.sh");
  const documents = Array.from({ length: DOCUMENTS }, (_, place) => toDocument(place));
  for (const { id, lines } of documents) {
    await mkdir(dirname(join(folder, id)), { recursive: true });
    await writeFile(join(folder, id), lines.map((line) => `${line}\n`).join(""));
  }
  await writeFile(join(folder, "manifest.jsonl"), documents.map(({ id, group }) => `${JSON.stringify({ id, uri: id, group })}\n`).join(""));
  await writeFile(command, READ, { mode: 0o755 });
  return { folder, command, ids: documents.map(({ id }) => id) };
}

function toDocument(place: number): { id: string; group: string | undefined; lines: string[] } {
  const word = place % 97 === 41 ? BROKEN : place % 23 === 7 ? UNFIT : "text";
  const shelf = place % 5 === 0 ? "loose leaves" : `shelf-${place % 5}/größe-${place % 3}`;
  const group = place % 5 === 0 ? undefined : `house-${place % 5}/room-${place % 3}`;
  return { id: `${shelf}/${word}-${place}.txt`, group, lines: [word, ...Array.from({ length: place % 9 }, (_, line) => `line ${line} of number ${place}`)] };
}

/** Only what the shell has built in: 300 of them must not take long. `>>` appends in one write, whoever else does. */
const READ = `#!/bin/sh
read -r task
id=\${task#*'"id":"'}; id=\${id%%'"'*}
input=\${task#*'"inputPath":"'}; input=\${input%%'"'*}
output=\${task#*'"outputDir":"'}; output=\${output%%'"'*}
echo "$$ $id" >> "$WORK_LOG"
lines=0
while read -r text; do
  [ "$text" = ${UNFIT} ] && { echo "cannot be read" >&2; exit 65; }
  [ "$text" = ${BROKEN} ] && { echo "fails every time" >&2; exit 75; }
  lines=$((lines + 1))
  echo "$lines: $text"
done < "$input" > "$output/primary.txt"
echo "$lines lines" > "$output/lines.txt"
echo "{\\"lines\\":$lines}"
`;

export interface JobPlace {
  /** Made here: the job's file and the log. */
  readonly folder: string;
  readonly output: string;
  readonly texts: Texts;
  /** Of the second pool: with a process for each slot, or within the run's own. */
  readonly marking: "cpu" | "io";
}

export async function makeJob({ folder, output, texts, marking }: JobPlace): Promise<MadeJob> {
  const [file, workLog] = [join(folder, "job.yaml"), join(folder, "work.log")];
  await mkdir(folder, { recursive: true });
  await writeFile(workLog, "");
  await writeFile(file, toYaml({ command: texts.command, workLog, marking }));
  return { workLog, words: ["run", file, "--volume", `texts=${texts.folder}`, "--output", output, "--workers", String(SLOTS)] };
}

function toYaml({ command, workLog, marking }: { command: string; workLog: string; marking: string }): string {
  return `apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: reading}
spec:
  handler: exec
  exec: {command: [${JSON.stringify(command)}]}
  env: [{name: WORK_LOG, value: ${JSON.stringify(workLog)}}]
  volumes: [{name: texts, claimName: texts}]
---
apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: marking}
spec: {handler: simulate, execution: ${marking}, volumes: [{name: texts, claimName: texts}]}
---
apiVersion: ream.dev/v1alpha1
kind: BatchJob
metadata: {name: killed}
spec:
  source: {manifest: {uri: "volume://texts/manifest.jsonl"}}
  pipeline:
    - {pool: reading}
    - {pool: marking, options: {millis: 2, outputBytes: 3000, resultBytes: 60, rejectPercent: 4, skipPercent: 4, failPercent: 8, seed: 7}}
  output: {volume: {name: results}}
  batchSize: ${BATCH_SIZE}
  retry: {maxAttempts: 6, initialDelaySeconds: 0}
`;
}
