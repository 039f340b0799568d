import type { TaskReason } from "../../contract/wire/outcome.ts";

/** Why a job's documents could not be listed. The message names the place and what to do. */
export class DiscoverError extends Error {
  readonly reason: TaskReason;
  constructor(reason: TaskReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DiscoverError";
    this.reason = reason;
  }
}
