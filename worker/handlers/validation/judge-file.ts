/** Checks of the file as a whole. */
import { UNKNOWN_TYPE } from "./detect-media-type.ts";
import { type Evidence, type Judged, notApplicable, type Options, outOfBounds, toJudged } from "./evidence.ts";
import { UNREAD } from "./inspect.ts";
import { TIMED_OUT, withTimeLimit } from "./with-time-limit.ts";

const NAME_LIMIT_MS = 1000;

export function judgeType({ type, inspection }: Evidence, wanted: Options<"types">): Judged {
  const isWanted = wanted.some((each) => each === type || (each.endsWith("/*") && type.startsWith(each.slice(0, -1))));
  return toJudged("type", isWanted ? undefined : `found ${type}, wanted ${wanted.join(" or ")}`, type, inspection.problem?.reason === "Empty" ? "Empty" : "UnsupportedType");
}

export function judgeSize({ input }: Evidence, { minBytes: min, maxBytes: max }: Options<"size">): Judged {
  const wrong = outOfBounds(input.bytes, { min, max }, " bytes");
  return toJudged("size", wrong, `${input.bytes} bytes`, max !== undefined && input.bytes > max ? "TooLarge" : undefined);
}

export function judgeIntegrity({ type, inspection: { problem, read } }: Evidence): Judged {
  if (problem !== undefined) return toJudged("integrity", problem.message, "", problem.reason);
  // Rubbish follows no format at all.
  if (type === UNKNOWN_TYPE) return toJudged("integrity", "the content is of no type that is known here", "", "UnsupportedType");
  return read === UNREAD ? notApplicable("integrity", `nothing here looks into ${type}`) : toJudged("integrity", undefined, `${read} can be read`);
}

export function judgeChecksum({ document, input }: Evidence, { field, optional }: Options<"checksum">): Judged {
  const wanted = document.metadata?.[field];
  if (wanted === undefined && optional) return notApplicable("checksum", `the document's metadata has no \`${field}\``);
  if (wanted === undefined) return toJudged("checksum", `the document's metadata has no \`${field}\``, "");
  const isSame = String(wanted).trim().toLowerCase() === input.sha256;
  return toJudged("checksum", isSame ? undefined : `found ${input.sha256}, wanted ${String(wanted).slice(0, 100)}`, input.sha256);
}

export function judgeName({ document }: Evidence, { pattern }: Options<"name">): Judged {
  const found = withTimeLimit(() => new RegExp(pattern, "u").test(document.id), NAME_LIMIT_MS);
  if (found === TIMED_OUT) return toJudged("name", `the pattern takes more than ${NAME_LIMIT_MS} ms over this id: it repeats repetitions`, "");
  return toJudged("name", found ? undefined : `the id does not match \`${pattern}\``, "the id matches");
}
