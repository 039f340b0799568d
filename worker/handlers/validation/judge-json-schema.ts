/** The check against a JSON Schema: of the document where it is JSON, or of an earlier stage's result. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { PermanentError } from "../../errors.ts";
import { type Evidence, type Judged, notApplicable, type Options, toJudged } from "./evidence.ts";
import { readWhole } from "./inspect-text.ts";
import { TIMED_OUT, withTimeLimit } from "./with-time-limit.ts";

/** Schemas hold patterns, and patterns may take for ever. */
const LIMIT_MS = 5000;
const MAX_MESSAGES = 3;
const MAX_MESSAGE_CHARACTERS = 200;

type Choices = Options<"jsonSchema">;

/** A job's options are one object for many documents: its schema is compiled once. */
const compiled = new WeakMap<object, ValidateFunction>();

export async function judgeJsonSchema(evidence: Evidence, { schema, stage }: Choices, signal: AbortSignal): Promise<Judged> {
  const { type, inspection, input, earlier } = evidence;
  if (stage !== undefined && !Object.hasOwn(earlier, stage)) return toJudged("jsonSchema", `stage ${stage} has left no result`, "");
  if (stage !== undefined) return judgeValue(earlier[stage], schema);
  if (inspection.problem !== undefined) return toJudged("jsonSchema", `cannot be told: ${inspection.problem.message}`, "", inspection.problem.reason);
  if (type !== "application/json") return notApplicable("jsonSchema", `${type} is no JSON`);
  return judgeDocument(await readWhole({ path: input.path, signal }), schema);
}

function judgeDocument(text: string, schema: Choices["schema"]): Judged {
  try {
    const value: unknown = JSON.parse(text);
    return judgeValue(value, schema);
  } catch (error) {
    if (error instanceof SyntaxError) return toJudged("jsonSchema", "cannot be told: the JSON is malformed", "", "Corrupt");
    throw error;
  }
}

function judgeValue(value: unknown, schema: Choices["schema"]): Judged {
  const validate = compile(schema);
  const isRight = runBounded(() => validate(value));
  if (typeof isRight === "string") return toJudged("jsonSchema", isRight, "");
  return toJudged("jsonSchema", isRight ? undefined : tellErrors(validate.errors ?? []), "follows the schema");
}

/** A message where it came to no verdict. */
function runBounded(work: () => boolean): boolean | string {
  try {
    const verdict = withTimeLimit(work, LIMIT_MS);
    return verdict === TIMED_OUT ? `the schema takes more than ${LIMIT_MS} ms over this JSON` : verdict;
  } catch (error) {
    if (error instanceof RangeError) return "the JSON nests too deeply for the schema";
    throw error;
  }
}

function compile(schema: Choices["schema"]): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  // Not all errors: a hostile document has more of them than anybody reads.
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: false });
  addFormats.default(ajv);
  try {
    const validate = ajv.compile(schema);
    compiled.set(schema, validate);
    return validate;
  } catch (error) {
    throw new PermanentError("RejectedByHandler", "options.jsonSchema.schema cannot be used: it contradicts itself", { cause: error });
  }
}

/** Places and demands; never what the document holds there. */
function tellErrors(errors: readonly ErrorObject[]): string {
  const told = errors.slice(0, MAX_MESSAGES).map(({ instancePath, message = "is wrong" }) => `${instancePath === "" ? "the JSON" : instancePath} ${message}`);
  return told.join("; ").slice(0, MAX_MESSAGE_CHARACTERS);
}
