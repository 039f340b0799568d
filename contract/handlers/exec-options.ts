/** `options` of a stage whose pool's handler is `exec`: free JSON that goes to the pool's command as it is. */
import { z } from "zod";

/**
 * The pool's command judges them; `judgeOptions` bounds their size. The values are not looked into: a schema of JSON
 * would follow hostile nesting until the stack ends.
 */
export const execOptions = z.record(z.string(), z.unknown());

export type ExecOptions = z.output<typeof execOptions>;
