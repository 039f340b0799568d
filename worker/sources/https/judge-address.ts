/**
 * Which IP addresses may be called. A list of what is allowed, not of what is forbidden: a range that is made up tomorrow is
 * refused until somebody has looked at it. Pure.
 */
import ipaddr from "ipaddr.js";
import type { WebRules } from "./web-rules.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const PRIVATE_RANGES: ReadonlySet<string> = new Set(["private", "loopback", "uniqueLocal", "carrierGradeNat"]);
/** Clouds hand out credentials and keys there. Not all of them are link-local, and none serves documents. */
const METADATA: ReadonlySet<string> = new Set(["168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254", "fd00:42::42"]);
/** All that is routed of IPv6 so far; behind it are forms that carry an IPv4 address inside. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
const IPV4_BYTES = 4;

/** `text` as the system gives addresses, perhaps with a zone. What is no address is refused. */
export function isAllowedAddress(text: string, rules: Pick<WebRules, "allowPrivateAddresses">): boolean {
  const address = text.includes(":") ? text.replace(DOTTED, toGroups) : text;
  if (!ipaddr.isValid(address)) return false;
  // Takes an IPv4 address out of its IPv6 mapping.
  return isAllowed(ipaddr.process(address), rules);
}

/** ipaddr.js takes `::1.2.3.4` for a mapped IPv4 address, which it is not. */
const DOTTED = /(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/;

function toGroups(_: string, ...parts: readonly string[]): string {
  const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, IPV4_BYTES).map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function isAllowed(address: Address, rules: Pick<WebRules, "allowPrivateAddresses">): boolean {
  if (METADATA.has(address.toString())) return false;
  const range = address.range();
  if (range === "unicast") return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
  if (!rules.allowPrivateAddresses) return false;
  const translated = translatedBy(address);
  return translated === undefined ? PRIVATE_RANGES.has(range) : isAllowed(translated, rules);
}

/** The IPv4 address that a NAT64 gateway would call. */
function translatedBy(address: Address): Address | undefined {
  if (address instanceof ipaddr.IPv4 || !address.match(NAT64)) return undefined;
  return ipaddr.fromByteArray(address.toByteArray().slice(-IPV4_BYTES));
}
