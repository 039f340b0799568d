import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileLedger } from "../../local/file-ledger.ts";
import { describeLedger, type LedgerUnderTest } from "./ledger-suite.ts";
import { MemoryLedger } from "./memory-ledger.ts";

const JOB = "job-uid";

describeLedger("a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ream-ledger-"));
  return openFileLedger(folder);
}, { purges: false });

async function openFileLedger(folder: string): Promise<LedgerUnderTest> {
  const path = join(folder, "ledger.jsonl");
  let nowMs = 1_000;
  let ledger = await FileLedger.open({ path, jobUid: JOB, nowMs: () => nowMs });
  return {
    append: (message) => ledger.append(JOB, message),
    appendControl: (append) => ledger.appendControl(append),
    read: (options) => ledger.read(options),
    follow: (onRecord) => ledger.follow(onRecord),
    lastSequence: async () => ledger.lastSequence,
    setClock: (toMs) => {
      nowMs = toMs;
    },
    appendRaw: async (bytes) => {
      await ledger.close();
      await appendFile(path, `${bytes}\n`);
      ledger = await FileLedger.open({ path, jobUid: JOB, nowMs: () => nowMs });
    },
    appendAndDie: async (message) => {
      void ledger.append(JOB, message);
      await ledger.close();
      return openFileLedger(folder);
    },
    close: async () => {
      await ledger.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeLedger("in memory", async () => {
  let nowMs = 1_000;
  const ledger = new MemoryLedger(() => nowMs);
  const made: LedgerUnderTest = {
    append: (message) => ledger.append(JOB, message),
    appendControl: (append) => ledger.appendControl(append),
    read: (options) => ledger.read(options),
    follow: (onRecord) => ledger.follow(onRecord),
    lastSequence: async () => ledger.lastSequence,
    setClock: (toMs) => {
      nowMs = toMs;
    },
    appendRaw: async (bytes) => void (await ledger.append(JOB, bytes)),
    appendAndDie: async (message) => {
      ledger.loseNextAck();
      await ledger.append(JOB, message).catch(() => undefined);
      return made;
    },
    purgeTail: async () => ledger.purgeTail(),
    close: async () => undefined,
  };
  return made;
}, { purges: true });
