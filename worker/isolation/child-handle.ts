/**
 * The parent's hold on one child process.
 *
 * States: starting → idle ⇄ busy → ended. A child that cannot start goes from starting to ended. Whatever ends it, what is
 * left of its process group is ended with it, and the document in hand gets an ending.
 */
import { type ChildProcess, fork } from "node:child_process";
import { type DocumentEnding, STOPPED } from "../document-ending.ts";
import type { DocumentTask, StageContext } from "../document-task.ts";
import { UnavailableError } from "../errors.ts";
import type { SetupModule } from "../handler-setup.ts";
import { type FromChild, type LogLine, type RunMessage, type SetupMessage, parseFromChild } from "./child-messages.ts";
import { describeCrash } from "./describe-crash.ts";
import { killGroup, killTree } from "./kill-tree.ts";

export interface ChildOptions {
  readonly setup: SetupModule;
  /** Bound of the JavaScript heap; unset: Node's own. */
  readonly maxHeapMiB?: number;
  readonly startTimeoutMs: number;
  /** What the handler says; at most MAX_LOG_LINES of each child. */
  readonly onLog?: (line: LogLine) => void;
}

/** A child that runs wild must not fill the log. */
const MAX_LOG_LINES = 1000;

/** What a crashed child wrote last, for the log. */
const KEPT_STDERR_CHARACTERS = 4096;
/** After a kill or an exit: a process in the middle of a system call that never returns holds its pipes for ever. */
const GIVE_UP_MS = 3000;

interface Busy {
  readonly sinceMs: number;
  readonly resolve: (ending: DocumentEnding) => void;
}

export class ChildHandle {
  readonly startedMs = performance.now();
  readonly #process: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #state: "starting" | "idle" | "busy" | "ended" = "starting";
  #busy: Busy | undefined;
  #sentContext: StageContext | undefined;
  #verdict: DocumentEnding | undefined;
  #lastWords = "";
  #stderr = "";
  #startMs = 0;
  #documents = 0;
  #logLines = 0;
  readonly #onLog: ChildOptions["onLog"];

  constructor(options: ChildOptions) {
    this.#onLog = options.onLog;
    this.#process = fork(new URL("./child.ts", import.meta.url), [String(process.pid)], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--no-warnings", ...(options.maxHeapMiB === undefined ? [] : [`--max-old-space-size=${options.maxHeapMiB}`])],
    });
    this.#ready.promise.catch(() => undefined);
    this.#listen();
    this.#send({ kind: "setup", setup: options.setup });
    const timer = setTimeout(() => this.end({ ending: "NotAble", message: "it was not ready in time" }), options.startTimeoutMs);
    this.#ready.promise.finally(() => clearTimeout(timer)).catch(() => undefined);
  }

  /** 0 when it could not even be made. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isUsable(): boolean {
    return !this.isOver && this.#state !== "starting";
  }

  /** It has ended, or is being ended. */
  get isOver(): boolean {
    return this.#state === "ended" || this.#verdict !== undefined;
  }

  /** It was told to end for no fault of its own. */
  get wasStopped(): boolean {
    return this.#verdict?.ending === "Stopped";
  }

  /** When the document in hand was given to it, by performance.now(). */
  get busySinceMs(): number | undefined {
    return this.#busy?.sinceMs;
  }

  /** Documents that it has been given so far. */
  get documents(): number {
    return this.#documents;
  }

  /** How long its start took. */
  get startMs(): number {
    return this.#startMs;
  }

  get stderrTail(): string {
    return this.#stderr;
  }

  /** Resolves when it takes documents; throws UnavailableError when it cannot start. */
  ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves when the process is gone, or has been given up. */
  gone(): Promise<void> {
    return this.#gone.promise;
  }

  run(task: DocumentTask): Promise<DocumentEnding> {
    const { context, ...rest } = task;
    const message: RunMessage = context === this.#sentContext ? { kind: "run", task: rest } : { kind: "run", context, task: rest };
    this.#sentContext = context;
    this.#documents += 1;
    return new Promise((resolve) => {
      if (this.isOver || this.#state !== "idle") return resolve(this.wasStopped ? STOPPED : { ending: "NotAble", message: "the handler's process has ended" });
      this.#state = "busy";
      this.#busy = { sinceMs: performance.now(), resolve };
      this.#send(message);
    });
  }

  /** Kills it with everything that it started. A document in hand ends as `verdict`. */
  end(verdict: DocumentEnding = STOPPED): void {
    if (this.isOver) return;
    this.#verdict = verdict;
    setTimeout(() => this.#settle(verdict), GIVE_UP_MS).unref();
    void killTree(this.pid);
  }

  #listen(): void {
    const child = this.#process;
    child.on("message", (message) => this.#hear(parseFromChild(message)));
    // Fork failed, or the channel broke: neither is followed by a reply.
    child.on("error", (error) => this.#fail(error));
    child.on("exit", (code, signal) => {
      killGroup(this.pid);
      setTimeout(() => this.#close(code, signal), GIVE_UP_MS).unref();
    });
    // After exit, and after everything that it said has been heard.
    child.on("close", (code, signal) => this.#close(code, signal));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR_CHARACTERS);
    });
  }

  #send(message: SetupMessage | RunMessage): void {
    if (this.#process.connected) this.#process.send(message);
  }

  #hear(message: FromChild | undefined): void {
    switch (message?.kind) {
      case "ready":
        if (this.#state !== "starting") return;
        this.#state = "idle";
        this.#startMs = performance.now() - this.startedMs;
        return this.#ready.resolve();
      case "ended":
        return this.#finish(message.ending);
      case "log":
        this.#logLines += 1;
        if (this.#logLines <= MAX_LOG_LINES) this.#onLog?.(message);
        return;
      case "unable":
      case "dying":
        this.#lastWords = message.message;
        return;
      default:
        this.end({ ending: "Failed", reason: "HandlerCrashed", message: "the handler's process sent what is no answer" });
    }
  }

  #finish(ending: DocumentEnding): void {
    // The parent has decided otherwise in the meantime: its word holds.
    if (this.#verdict !== undefined || this.#state !== "busy") return;
    const busy = this.#busy;
    this.#busy = undefined;
    this.#state = "idle";
    busy?.resolve(ending);
  }

  #fail(error: Error): void {
    this.#lastWords = error.message;
    if (this.pid === 0) return this.#settle(STOPPED);
    this.end({ ending: "Failed", reason: "HandlerCrashed", message: "the handler's process does not answer" });
  }

  #close(code: number | null, signal: string | null): void {
    this.#settle(this.#verdict ?? describeCrash({ code, signal, lastWords: this.#lastWords, stderr: this.#stderr }));
  }

  #settle(ending: DocumentEnding): void {
    if (this.#state === "ended") return;
    const wasStarting = this.#state === "starting";
    this.#state = "ended";
    if (wasStarting) this.#ready.reject(new UnavailableError(`the handler's process cannot start: ${this.#whyNotStarted(ending)}`));
    this.#busy?.resolve(ending);
    this.#busy = undefined;
    if (this.#process.connected) this.#process.disconnect();
    this.#process.stderr?.destroy();
    this.#process.unref();
    this.#gone.resolve();
  }

  #whyNotStarted(ending: DocumentEnding): string {
    if (this.#lastWords !== "") return this.#lastWords;
    return "message" in ending ? ending.message : "it was told to stop";
  }
}
