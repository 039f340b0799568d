/** Where documents run: in child processes (`cpu`) or in this process (`io`). A slot runs one document at a time. */
import type { DocumentEnding } from "./document-ending.ts";
import type { DocumentTask } from "./document-task.ts";

export interface DocumentRunner {
  /** Throws when it cannot run anything, ever. Slots that cannot be made ready now show in `prepare`. */
  readonly start: () => Promise<void>;
  /** Makes the slot ready for its next document, ahead of having one; undefined when it is. Throws UnavailableError. */
  readonly prepare: (slot: number) => Promise<void> | undefined;
  /** Never rejects. Ends within the document timeout and a few seconds, whatever the handler does. */
  readonly run: (slot: number, task: DocumentTask) => Promise<DocumentEnding>;
  /** Ends the document in hand as `Stopped`. */
  readonly interrupt: (slot: number) => void;
  /** Leaves nothing running. May be called twice. */
  readonly stop: () => Promise<void>;
  /** Handlers that were told to stop, did not, and still run beside the slots: `io` only. */
  readonly abandoned: () => number;
}
