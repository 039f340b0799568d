import { expect, test } from "vitest";
import { judgeSystemError } from "./open-inside.ts";

test.each([
  ["ENOENT", { name: "PermanentError", reason: "NotFound" }],
  ["ENOTDIR", { name: "PermanentError", reason: "NotFound" }],
  ["ENAMETOOLONG", { name: "PermanentError", reason: "NotFound" }],
  ["EACCES", { name: "PermanentError", reason: "Forbidden" }],
  ["EPERM", { name: "PermanentError", reason: "Forbidden" }],
  ["ELOOP", { name: "PermanentError", reason: "UnsafePath" }],
  ["EIO", { name: "UnavailableError" }],
  ["ESTALE", { name: "UnavailableError" }],
  ["ENXIO", { name: "UnavailableError" }],
  ["EMFILE", { name: "UnavailableError" }],
])("%s of the system is judged the document's fault or the storage's", (code, want) => {
  expect(judgeSystemError(Object.assign(new Error("system"), { code }))).toMatchObject(want);
});

test("an error that is not the system's stays as it is", () => {
  const error = new Error("stop");
  expect(judgeSystemError(error)).toBe(error);
});
