/** What a job costs its leader in memory while its ledger is folded: state, admission and the full window together. */
import { decodeLedgerBody } from "../../../contract/wire/codec.ts";
import { heldBytes } from "../measure.ts";
import { foldNext } from "./bench-job.ts";
import { type MadeLedger, makeLedger } from "./made-ledger.ts";
import { LeaderReplay } from "./throughput.ts";

export interface MemoryPoint {
  /** Of the ledger, folded so far. */
  readonly percent: number;
  readonly bytesPerDocument: number;
  readonly itemsInFlight: number;
}

const POINTS = 8;

/**
 * The second time over, so that compiled code is not counted; a small job is kept meanwhile, because code is thrown away
 * with the last objects that it was compiled for.
 */
export async function measureMemory(ledger: MadeLedger): Promise<MemoryPoint[]> {
  const small = makeLedger({ ...ledger.options, documents: 1000 });
  const kept = new LeaderReplay(small);
  foldRange(kept, small, { from: 0, to: small.messages.length });
  await measureOnce(ledger);
  const points = await measureOnce(ledger);
  if (kept.job.state.documents?.total !== small.options.documents) throw new Error("the small job is not what it was");
  return points;
}

async function measureOnce(ledger: MadeLedger): Promise<MemoryPoint[]> {
  const { messages, options } = ledger;
  const before = await heldBytes();
  const replay = new LeaderReplay(ledger);
  const points: MemoryPoint[] = [];
  for (let point = 0; point <= POINTS; point += 1) {
    const [from, to] = [point - 1, point].map((each) => Math.ceil((messages.length * Math.max(0, each)) / POINTS));
    foldRange(replay, ledger, { from: from ?? 0, to: to ?? 0 });
    const bytesPerDocument = ((await heldBytes()) - before) / options.documents;
    points.push({ percent: (100 * point) / POINTS, bytesPerDocument, itemsInFlight: replay.job.admission.inFlight.size });
  }
  return points;
}

export function foldRange(replay: LeaderReplay, { messages, timesMs }: MadeLedger, range: { from: number; to: number }): void {
  const { state, admission } = replay.job;
  replay.run(range, (from, to) => {
    for (let place = from; place < to; place += 1) foldNext(state, { timeMs: timesMs[place] ?? 0, body: decodeLedgerBody(messages[place] ?? "") }, admission);
    return 0;
  });
}
