/** The job that is killed over and over: 300 texts read by a command, then `simulate` with failures that the seed decides. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const DOCUMENTS = 300;

export interface MadeJob {
  readonly file: string;
  readonly documents: string;
  /** The command writes a line here for each document that it really works on. */
  readonly workLog: string;
}

export async function makeJob(folder: string): Promise<MadeJob> {
  const [documents, file, command] = [join(folder, "documents"), join(folder, "job.yaml"), join(folder, "read.sh")];
  const workLog = join(folder, "work.log");
  await mkdir(documents, { recursive: true });
  for (let number = 1; number <= DOCUMENTS; number += 1) {
    const group = join(documents, `group-${number % 7}`);
    await mkdir(group, { recursive: true });
    await writeFile(join(group, `${number}.txt`), `text number ${number}\n`);
  }
  await writeFile(command, READ, { mode: 0o755 });
  await writeFile(workLog, "");
  await writeFile(file, toYaml(command, workLog));
  return { file, documents, workLog };
}

/** Only what the shell has built in, so that 300 of them take a second. */
const READ = `#!/bin/sh
read -r task
id=\${task#*'"id":"'}; id=\${id%%'"'*}
input=\${task#*'"inputPath":"'}; input=\${input%%'"'*}
output=\${task#*'"outputDir":"'}; output=\${output%%'"'*}
echo "$id" >> "$WORK_LOG"
read -r text < "$input"
echo "read: $text" > "$output/read.txt"
echo '{"lines":1}'
`;

function toYaml(command: string, workLog: string): string {
  return `apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: reading}
spec:
  handler: exec
  exec: {command: ["${command}"]}
  env: [{name: WORK_LOG, value: "${workLog}"}]
---
apiVersion: ream.dev/v1alpha1
kind: WorkerPool
metadata: {name: marking}
spec: {handler: simulate}
---
apiVersion: ream.dev/v1alpha1
kind: BatchJob
metadata: {name: killed}
spec:
  source: {volume: {name: documents}}
  pipeline:
    - pool: reading
    - {pool: marking, options: {outputBytes: 200, rejectPercent: 4, skipPercent: 4, failPercent: 10, seed: 7}}
  output: {volume: {name: results}}
  batchSize: 5
  retry: {maxAttempts: 8, initialDelaySeconds: 0}
`;
}
