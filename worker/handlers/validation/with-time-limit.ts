/**
 * Runs a computation that may take for ever, such as a regular expression with repetitions inside repetitions over a text
 * made for it. Node ends it, in the middle of whatever it does: only for what touches nothing but its own values.
 */
import { createContext, Script } from "node:vm";

/** The computation did not come to its end. */
export const TIMED_OUT = Symbol("timed out");

const script = new Script("work()");
/** Only holds what is run. State: the computation in hand; nothing waits while it blocks, so there is one. */
const context = createContext({ work: (): void => undefined });

/** `work` runs in this realm. Blocks until it has ended, `limitMs` at most. */
export function withTimeLimit<T>(work: () => T, limitMs: number): T | typeof TIMED_OUT {
  let result: T | typeof TIMED_OUT = TIMED_OUT;
  context["work"] = () => (result = work());
  try {
    script.runInContext(context, { timeout: Math.max(1, Math.ceil(limitMs)) });
  } catch (error) {
    if (!isTimeout(error)) throw error;
  } finally {
    context["work"] = undefined;
  }
  return result;
}

/** The error may be of the context's realm, so that it is no Error here. */
function isTimeout(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
