/** What a command's end means: its result, or the error that it asked for. See `exec.ts` for the table. */
import type { Json } from "../../../contract/wire/outcome.ts";
import { PermanentError, RetryableError } from "../../errors.ts";
import { lastLine } from "../command/last-line.ts";
import type { CommandEnd } from "../command/run-command.ts";
import { isDeeperThan, MAX_RESULT_DEPTH } from "../is-deeper-than.ts";

/** EX_DATAERR and EX_TEMPFAIL of sysexits.h. */
const EXIT_REJECTED = 65;
const EXIT_RETRY = 75;

/** The result JSON, undefined where the command gave none. Throws for every end but success. */
export function judgeEnd(end: CommandEnd, maxResultBytes: number): Json | undefined {
  if (end.isStdoutTooLong) throw new PermanentError("InvalidResult", `the command wrote more than ${maxResultBytes} bytes to stdout`);
  if (end.exitCode === 0) return parseResult(end.stdout);
  throw toError(end, lastLine(end.stderr));
}

function toError({ exitCode, killedBy }: CommandEnd, said: string): Error {
  if (exitCode === undefined) return new RetryableError("HandlerCrashed", withSaid(`the command was ended by ${killedBy ?? "a signal"}`, said));
  if (exitCode === EXIT_REJECTED) return new PermanentError("RejectedByHandler", said || "the command gave no reason on stderr");
  if (exitCode === EXIT_RETRY) return new RetryableError("HandlerError", said || "the command asked for another try and gave no reason on stderr");
  return new RetryableError("HandlerError", withSaid(`the command ended with exit code ${exitCode}`, said));
}

function parseResult(stdout: Buffer): Json | undefined {
  const text = decodeUtf8(stdout);
  if (text.trim() === "") return undefined;
  const result = parseJson(text);
  if (!isDeeperThan(result, MAX_RESULT_DEPTH)) return result;
  throw new PermanentError("InvalidResult", `what the command wrote to stdout is nested deeper than ${MAX_RESULT_DEPTH} levels`);
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new PermanentError("InvalidResult", "what the command wrote to stdout is not JSON; logs belong on stderr", { cause: error });
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new PermanentError("InvalidResult", "what the command wrote to stdout is not UTF-8", { cause: error });
  }
}

function withSaid(message: string, said: string): string {
  return said === "" ? message : `${message}: ${said}`;
}
