/** Names of members. None of them is ever a path on a disk here; what looks like an attack is refused all the same. */
import { UNSAFE_NAME, type Refusal } from "./archive-member.ts";

/** Absolute (also as Windows has it), upwards, with backslashes, or with control characters (the bytes of both C0 and DEL). */
const UNSAFE = /^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)|[\\\u0000-\u001f\u007f]/;

export interface MemberName {
  readonly rawName: string;
  readonly refusal?: Refusal;
}

/** `raw` as it stands in the archive, without the `/` at a folder's end. */
export function judgeMemberName(raw: string): MemberName {
  if (UNSAFE.test(raw)) return { rawName: raw, refusal: UNSAFE_NAME };
  return { rawName: withoutDots(raw) };
}

/** What patterns of include and exclude are matched against: unsafe names would match none, and be left out unseen. */
export function toPlainPath(text: string): string {
  return withoutDots(text.replaceAll("\\", "/"));
}

function withoutDots(path: string): string {
  if (!/(^|\/)\.{0,2}(\/|$)/.test(path)) return path;
  return path.split("/").filter((segment) => !/^\.{0,2}$/.test(segment)).join("/");
}
