/**
 * One run at a time in an output folder, also after SIGKILL or a power cut left a lock behind.
 *
 * The lock is a folder of numbered claims, each a file that names its process. Whoever finds every claim dead or released
 * creates the next number, which only one can, and then looks again: a higher claim, or a lower one that turns out to be
 * alive, and it withdraws. The highest claim that was ever held stays until a higher one is held: so someone who looked long
 * ago cannot create a number again that others have gone past.
 */
import { randomInt } from "node:crypto";
import { open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { makeFolders } from "./make-folders.ts";
import { processStart } from "./process-start.ts";

export interface RunLock {
  /** May be called twice. */
  readonly release: () => Promise<void>;
}

/** Another process works in the folder. */
export class RunInProgressError extends Error {
  readonly pid: number;
  constructor(pid: number, message: string) {
    super(message);
    this.name = "RunInProgressError";
    this.pid = pid;
  }
}

/** Words of one length: releasing writes over the claim in place, and readers never see a part. */
const CLAIM_STATES = ["held", "free"] as const;
const holderSchema = z.object({ pid: z.int().min(1), start: z.string().max(200).optional(), host: z.string().max(300), state: z.enum(CLAIM_STATES) });
type Holder = z.infer<typeof holderSchema>;

const MAX_TRIES = 50;
/** Others that claim at the same time withdraw as well: each comes back after a time of its own. */
const MAX_PAUSE_MS = 40;
/** Between creating a claim and writing its few bytes its holder cannot be read; it takes microseconds. */
const UNREADABLE_TRIES = 10;
const UNREADABLE_PAUSE_MS = 20;

/** Throws RunInProgressError while another process holds the lock. `folder` is canonical, and made where it is absent. */
export async function acquireRunLock(folder: string): Promise<RunLock> {
  await makeFolders(folder);
  const self = { pid: process.pid, start: await processStart(process.pid), host: hostname(), state: "held" as const };
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const claims = await listClaims(folder);
    const holder = await findHolder(folder, claims);
    if (holder !== undefined) throw new RunInProgressError(holder.pid, describe(folder, holder));
    const number = (claims.at(-1) ?? 0) + 1;
    if (await claim(folder, { number, self })) return { release: () => release(folder, { number, self }) };
    await delay(randomInt(1, MAX_PAUSE_MS));
  }
  throw new RunInProgressError(0, "other runs are starting in this folder all the time; end them, then run again");
}

/** The process that works in a folder right now, or undefined. */
export async function runningPid(folder: string): Promise<number | undefined> {
  return (await findHolder(folder, await listClaims(folder)))?.pid;
}

interface OwnClaim {
  readonly number: number;
  readonly self: Holder;
}

/** Lowest first; none where there is no folder. */
async function listClaims(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number).sort((a, b) => a - b);
}

/** The first of these claims whose process is alive. */
async function findHolder(folder: string, claims: readonly number[]): Promise<Holder | undefined> {
  for (const number of claims) {
    const holder = await readHolder(join(folder, String(number)));
    if (holder?.state === "held" && (await isAlive(holder))) return holder;
  }
  return undefined;
}

/** False when somebody else was there at the same time. */
async function claim(folder: string, { number, self }: OwnClaim): Promise<boolean> {
  const path = join(folder, String(number));
  if (!(await create(path, self))) return false;
  const others = (await listClaims(folder)).filter((other) => other !== number);
  const isBeaten = others.some((other) => other > number) || (await findHolder(folder, others)) !== undefined;
  if (isBeaten) await rm(path, { force: true });
  else for (const other of others) await rm(join(folder, String(other)), { force: true });
  return !isBeaten;
}

/** False when there is a file already. */
async function create(path: string, self: Holder): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(JSON.stringify(self)).finally(() => file.close());
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined when it is gone, or was never written to its end. */
async function readHolder(path: string): Promise<Holder | undefined> {
  for (let tries = 0; tries < UNREADABLE_TRIES; tries++) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const holder = holderSchema.safeParse(parseJson(text));
    if (holder.success) return holder.data;
    await delay(UNREADABLE_PAUSE_MS);
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  // Another machine's processes cannot be seen from here; the person who knows better deletes the folder.
  if (holder.host !== hostname()) return true;
  const seen = lookFor(holder.pid);
  if (seen === "none") return false;
  const start = await processStart(holder.pid);
  // Of another user's process, and without a start time, nobody can tell: the folder stays closed.
  const canTell = process.platform === "linux" ? start !== undefined || seen === "own" : start !== undefined && holder.start !== undefined;
  return !canTell || start === holder.start;
}

function lookFor(pid: number): "none" | "own" | "foreign" {
  try {
    process.kill(pid, 0);
    return "own";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM" ? "foreign" : "none";
  }
}

/** The claim stays, as the mark that others have come so far; see above. */
async function release(folder: string, { number, self }: OwnClaim): Promise<void> {
  await writeFile(join(folder, String(number)), JSON.stringify({ ...self, state: "free" }), { flag: "r+" }).catch(() => undefined);
}

function describe(folder: string, holder: Holder): string {
  if (holder.host === hostname()) return `a run is in progress in this folder (process ${holder.pid}). Wait for it, or end it with \`kill ${holder.pid}\`, then run again`;
  return `a run on the machine ${JSON.stringify(holder.host)} (process ${holder.pid}) is in progress in this folder. If it is gone for good, delete ${folder} and run again`;
}
