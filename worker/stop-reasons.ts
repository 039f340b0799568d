/** Why a task's signal is aborted: the difference between a document that took too long and a worker that is told to stop. */

export class DocumentTimeoutError extends Error {
  constructor(timeoutMs: number) {
    super(`took longer than ${timeoutMs / 1000} s`);
    this.name = "DocumentTimeoutError";
  }
}

export class WorkerStoppedError extends Error {
  constructor() {
    super("the worker was told to stop");
    this.name = "WorkerStoppedError";
  }
}
