/** Names and paths as Kubernetes, NATS and S3 take them. Patterns must read the same in JavaScript and RE2: no lookaround. */
import { z } from "zod";

/** The longest name whose ScaledObject (`keda-hpa-<name>`) is still a valid name. */
export const MAX_POOL_NAME_CHARACTERS = 54;

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const CONTROL = "\\x00-\\x1f";
/** No empty, `.` or `..` segment, no leading `/`, no control characters; a trailing `/` is allowed. */
const SEGMENT = `([^/.${CONTROL}][^/${CONTROL}]*|\\.[^/.${CONTROL}][^/${CONTROL}]*|\\.\\.[^/${CONTROL}]+)`;
const RELATIVE_PATH = new RegExp(`^(${SEGMENT}(/${SEGMENT})*/?)?$`);
const NO_CONTROL_CHARACTERS = new RegExp(`^[^${CONTROL}]*$`);

export function dnsLabel(maximum = 63): z.ZodString {
  return z.string().min(1).max(maximum).regex(DNS_LABEL, {
    error: "must consist of lower-case letters, digits and `-`, and begin and end with a letter or digit",
  });
}

/** Name of a Secret, ConfigMap or claim. */
export function objectName(maximum = 253): z.ZodString {
  return z.string().min(1).max(maximum).regex(DNS_SUBDOMAIN, {
    error: "must consist of lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit",
  });
}

/** A path inside a volume or bucket that cannot lead out of it. */
export function relativePath(): z.ZodString {
  return z.string().max(1024).regex(RELATIVE_PATH, { error: "must be a relative path without empty, `.` or `..` segments" });
}

export function keyPrefix(): z.ZodString {
  return z.string().max(1024).regex(NO_CONTROL_CHARACTERS, { error: "must not contain control characters" });
}

export function s3Bucket(): z.ZodString {
  return z.string().min(3).max(63).regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, {
    error: "must consist of lower-case letters, digits, `-` and `.`, and begin and end with a letter or digit",
  });
}

export function objectStoreBucket(): z.ZodString {
  return z.string().min(1).max(63).regex(/^[A-Za-z0-9_-]+$/, { error: "must consist of letters, digits, `-` and `_`" });
}

/** A key of a Secret or ConfigMap. */
export function dataKey(): z.ZodString {
  return z.string().min(1).max(253).regex(/^[-._a-zA-Z0-9]+$/, { error: "must consist of letters, digits, `-`, `_` and `.`" });
}
