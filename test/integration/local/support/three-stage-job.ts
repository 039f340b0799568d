/** A job of three stages over documents that each say themselves what goes wrong with them; and what must become of each, from the rules alone. */
import { simulateOptions } from "../../../../contract/handlers/simulate-options.ts";
import { drawFate } from "../../../../worker/handlers/simulate/draw-fate.ts";
import type { TestFolder } from "./test-folder.ts";

export const STAGES = ["mark", "press", "bind"] as const;
export const BATCH_SIZE = 4;
export const MAX_ATTEMPTS = 3;
export const WORKERS = 2;
export const MEMORY_LIMIT_MIB = 192;
export const TIMEOUT_SECONDS = 3;

/** What the first stage's command comes to. `fails`: the reason, and after how many attempts; `succeeds`: in which attempt. */
type MarkRule = { readonly succeeds: number; readonly leaves: readonly string[] } | { readonly fails: string; readonly attempts: number; readonly message: RegExp; readonly mends?: true };

const DONE: MarkRule = { succeeds: 1, leaves: ["primary.txt"] };

/** By kind of document: the rule of exec's contract, of retries (Timeout and OutOfMemory once more, InvalidResult and 65 never), and of limits. */
export const MARK_RULES = {
  good: DONE,
  reject: { fails: "RejectedByHandler", attempts: 1, message: /^page 2 is upside down$/ },
  busyTwice: { succeeds: 3, leaves: ["primary.txt"] },
  alwaysFails: { fails: "HandlerError", attempts: MAX_ATTEMPTS, message: /^the command ended with exit code 3: oops$/ },
  alwaysBusy: { fails: "HandlerError", attempts: MAX_ATTEMPTS, message: /^service is busy$/, mends: true },
  killsItself: { fails: "HandlerCrashed", attempts: MAX_ATTEMPTS, message: /ended by SIGKILL/ },
  killsItsProcess: { fails: "HandlerCrashed", attempts: MAX_ATTEMPTS, message: /^the handler's process ended by SIGKILL/ },
  hangs: { fails: "Timeout", attempts: 2, message: new RegExp(`${TIMEOUT_SECONDS} s`), mends: true },
  eatsMemory: { fails: "OutOfMemory", attempts: 2, message: new RegExp(`more than its share of ${MEMORY_LIMIT_MIB} MiB`), mends: true },
  leavesLink: { fails: "InvalidResult", attempts: 1, message: /`primary\.txt`, which is no regular file/ },
  leavesFolder: { fails: "InvalidResult", attempts: 1, message: /`primary\.txt`, which is no regular file/ },
  floods: { fails: "InvalidResult", attempts: 1, message: /more than 1048576 bytes to stdout/ },
  saysNoJson: { fails: "InvalidResult", attempts: 1, message: /is not JSON/ },
  forksAway: DONE,
  daemonises: DONE,
  leavesNothing: { succeeds: 1, leaves: [] },
  largeResult: DONE,
  twoFiles: { succeeds: 1, leaves: ["marks.json", "primary.txt"] },
} as const satisfies Record<string, MarkRule>;

export type Kind = keyof typeof MARK_RULES;

/** Each stands in the second place of an item of BATCH_SIZE: with good neighbours before and behind it. */
const BAD_ONES: readonly Kind[] = [
  "reject", "busyTwice", "alwaysFails", "killsItself", "hangs", "eatsMemory", "leavesLink", "floods", "saysNoJson", "forksAway", "killsItsProcess", "largeResult",
  "reject", "busyTwice", "alwaysBusy", "leavesFolder", "hangs", "eatsMemory", "leavesNothing", "twoFiles", "daemonises", "killsItsProcess",
];
/** Of an item's documents, in turn. */
const GROUPS = ["a", "a/b", "a/b/c", "", "d", "a/b", "d/e/f"] as const;

export interface MadeDocument {
  readonly index: number;
  readonly id: string;
  readonly kind: Kind;
  readonly group?: string;
}

export const DOCUMENTS: readonly MadeDocument[] = BAD_ONES.flatMap((bad, block) =>
  Array.from({ length: BATCH_SIZE }, (_, place): MadeDocument => {
    const index = block * BATCH_SIZE + place;
    const kind = place === 1 ? bad : "good";
    const group = GROUPS[index % GROUPS.length] ?? "";
    return { index, kind, id: `box ${block % 3}/${String(index).padStart(3, "0")}-${kind}.txt`, ...(group === "" ? {} : { group }) };
  }),
);

export function contentOf({ id, kind }: MadeDocument): string {
  return `${kind}\n${id}\n`;
}

export const PRESS = { seed: 8896, millis: 5, failPercent: 10, hangPercent: 3, crashPercent: 12, memoryPercent: 6, memoryMiB: 65_536, outputBytes: 100 };
export const BIND = { seed: 21, failPercent: 15, crashPercent: 5, memoryPercent: 4, hangPercent: 2, rejectPercent: 6, skipPercent: 9, outputBytes: 70_000, resultBytes: 120 };

/** How a document must stand. */
export interface Want {
  readonly outcome: "Succeeded" | "Failed" | "Skipped";
  readonly reason?: string;
  readonly message?: RegExp;
  /** Of each stage that it reached, in all rounds together. */
  readonly attempts: readonly number[];
}

export function wantAtFirst(document: MadeDocument): Want {
  return wantInRound(document, { isMended: false, fromStage: 0 });
}

/** After another round, which goes on at the stage where it failed; attempts start anew there, and what mends is mended. */
export function wantAfterRetry(document: MadeDocument, before: Want): Want {
  const fromStage = before.attempts.length - 1;
  const { attempts, ...want } = wantInRound(document, { isMended: true, fromStage });
  const [more = 0, ...further] = attempts;
  return { ...want, attempts: [...before.attempts.slice(0, fromStage), (before.attempts[fromStage] ?? 0) + more, ...further] };
}

/** `attempts` of the stages from `fromStage` on. */
function wantInRound({ kind, id }: MadeDocument, { isMended, fromStage }: { readonly isMended: boolean; readonly fromStage: number }): Want {
  const marked = fromStage > 0 ? undefined : wantMark(kind, isMended);
  if (marked?.outcome === "Failed") return marked;
  const pressed = fromStage > 1 ? undefined : wantSimulate(PRESS, id);
  const attempts = [...(marked?.attempts ?? []), ...(pressed?.attempts ?? [])];
  if (pressed !== undefined && pressed.outcome !== "Succeeded") return { ...pressed, attempts };
  const bound = wantSimulate(BIND, id);
  return { ...bound, attempts: [...attempts, ...bound.attempts] };
}

function wantMark(kind: Kind, isMended: boolean): Want {
  const rule: MarkRule = MARK_RULES[kind];
  if ("succeeds" in rule) return { outcome: "Succeeded", attempts: [isMended ? 1 : rule.succeeds] };
  if (rule.mends === true && isMended) return { outcome: "Succeeded", attempts: [1] };
  return { outcome: "Failed", reason: rule.fails, message: rule.message, attempts: [rule.attempts] };
}

const REASON_OF_FATE = { fail: "HandlerError", crash: "HandlerCrashed", hang: "Timeout", memory: "OutOfMemory" } as const;
const ONCE: ReadonlySet<string> = new Set(["Timeout", "OutOfMemory"]);

/** The draw is the handler's; how attempts follow each other is said here once more. */
function wantSimulate(given: object, documentId: string): Want {
  const options = simulateOptions.parse(given);
  const met = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    const fate = drawFate({ options, documentId, attempt });
    if (fate === "succeed") return { outcome: "Succeeded", attempts: [attempt] };
    if (fate === "skip") return { outcome: "Skipped", attempts: [attempt] };
    if (fate === "reject") return { outcome: "Failed", reason: "RejectedByHandler", message: /^simulated/, attempts: [attempt] };
    const reason = REASON_OF_FATE[fate];
    if (attempt === MAX_ATTEMPTS || (ONCE.has(reason) && met.has(reason))) return { outcome: "Failed", reason, attempts: [attempt] };
    met.add(reason);
  }
}

/** What the last stage writes: its id again and again. */
export function boundFile(id: string): Buffer {
  const CHUNK_BYTES = 64 * 1024;
  const chunk = Buffer.alloc(CHUNK_BYTES, `${id}\n`);
  return Buffer.concat([chunk, chunk]).subarray(0, BIND.outputBytes);
}

/** sh: what the document's first line says. $MARKS/runs gets a line for every start. */
const COMMAND = `
request=$(cat)
input=$(printf %s "$request" | sed 's/.*"inputPath":"\\([^"]*\\)".*/\\1/')
output=$(printf %s "$request" | sed 's/.*"outputDir":"\\([^"]*\\)".*/\\1/')
{ read -r kind; read -r id; } < "$input"
echo "$id" >> "$MARKS/runs"
starts=$(grep -cxF "$id" "$MARKS/runs")
mended() { [ -e "$MARKS/mended" ]; }
mark() { printf 'marked: %s\\n' "$id" > "$output/primary.txt"; printf '{"starts":%s}' "$starts"; exit 0; }
case $kind in
  good) mark ;;
  reject) echo 'page 2 is upside down' >&2; exit 65 ;;
  busyTwice) [ "$starts" -ge 3 ] && mark; echo 'service is busy' >&2; exit 75 ;;
  alwaysFails) echo oops >&2; exit 3 ;;
  alwaysBusy) mended && mark; echo 'service is busy' >&2; exit 75 ;;
  killsItself) kill -KILL $$ ;;
  killsItsProcess) kill -KILL $PPID; sleep 60 ;;
  hangs) mended && mark; sleep 1000 ;;
  eatsMemory) mended && mark; tail /dev/zero ;;
  leavesLink) ln -s /etc/passwd "$output/primary.txt"; exit 0 ;;
  leavesFolder) mkdir "$output/primary.txt"; exit 0 ;;
  floods) head -c 10000000 /dev/zero | tr '\\0' x; exit 0 ;;
  saysNoJson) echo 'all is well'; exit 0 ;;
  forksAway) (trap '' HUP TERM INT; sleep 1000) & mark ;;
  daemonises) setsid sleep 1000 > /dev/null 2>&1 < /dev/null & mark ;;
  leavesNothing) exit 0 ;;
  largeResult) printf %s "$id" > "$output/primary.txt"; printf '["'; head -c 500000 /dev/zero | tr '\\0' y; printf '"]'; exit 0 ;;
  twoFiles) echo '{}' > "$output/marks.json"; mark ;;
esac
exit 99
`;

/** Job file, documents and manifest. `jobFile` and `words` are for the command line. */
export async function writeThreeStageJob(folder: TestFolder): Promise<{ readonly words: readonly string[]; readonly jobFile: string }> {
  for (const document of DOCUMENTS) await folder.write(`docs/${document.id}`, contentOf(document));
  const lines = DOCUMENTS.map(({ id, group }) => `${JSON.stringify({ id, uri: id, ...(group === undefined ? {} : { group }) })}\n`);
  await folder.write("docs/manifest.jsonl", lines.join(""));
  await folder.write("mark.sh", COMMAND);
  await folder.write("marks/runs", "");
  const jobFile = await folder.write("job.yaml", resources(folder).map((each) => JSON.stringify(each)).join("\n---\n"));
  return { jobFile, words: ["run", jobFile, "--volume", `docs=${folder.at("docs")}`, "--output", folder.at("out"), "--workers", String(WORKERS)] };
}

function resources(folder: TestFolder): object[] {
  const apiVersion = "ream.dev/v1alpha1";
  const limits = { documentTimeoutSeconds: TIMEOUT_SECONDS, resources: { limits: { memory: `${MEMORY_LIMIT_MIB}Mi` } } };
  const pool = (name: string, spec: object): object => ({ apiVersion, kind: "WorkerPool", metadata: { name }, spec });
  const spec = {
    source: { manifest: { uri: "volume://docs/manifest.jsonl" } },
    pipeline: [{ pool: "mark" }, { name: "press", pool: "pressing", options: PRESS }, { name: "bind", pool: "binding", options: BIND }],
    batchSize: BATCH_SIZE,
    retry: { maxAttempts: MAX_ATTEMPTS, initialDelaySeconds: 0, multiplier: 1, maxDelaySeconds: 1 },
  };
  return [
    pool("mark", { handler: "exec", exec: { command: ["/bin/sh", folder.at("mark.sh")] }, env: [{ name: "MARKS", value: folder.at("marks") }], ...limits }),
    pool("pressing", { handler: "simulate", ...limits }),
    pool("binding", { handler: "simulate", execution: "io", documentTimeoutSeconds: TIMEOUT_SECONDS }),
    { apiVersion, kind: "BatchJob", metadata: { name: "three-stages" }, spec },
  ];
}
