/**
 * Connects only to addresses that are allowed. They are judged as they came from the look-up, in the same step in which the
 * socket takes them: a name that says one thing when it is looked at and another when it is called gains nothing.
 */
import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { PermanentError } from "../../errors.ts";
import { isAllowedAddress } from "./judge-address.ts";
import type { WebRules } from "./web-rules.ts";

/** All addresses of a name. */
export type LookUpAll = (hostname: string, callback: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

export interface GuardedConnectorOptions {
  readonly rules: WebRules;
  readonly timeoutMs: number;
  readonly lookUp?: LookUpAll;
  /** Authorities to trust instead of the usual ones. */
  readonly ca?: string;
}

/** Its errors of blocked addresses are PermanentError. */
export function createGuardedConnector({ rules, timeoutMs, lookUp = lookUpOfSystem, ca }: GuardedConnectorOptions): buildConnector.connector {
  const lookup = guardLookUp(lookUp, rules);
  const connect = buildConnector({ lookup, timeout: timeoutMs, allowH2: false, ...(ca === undefined ? {} : { ca }) });
  return (options, callback) => {
    // A literal address is connected to without a look-up.
    const host = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !isAllowedAddress(host, rules)) return callback(blocked(), null);
    return connect(options, callback);
  };
}

function guardLookUp(lookUp: LookUpAll, rules: WebRules): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, (error, found) => {
      if (error !== null) return callback(error, []);
      const allowed = found.filter(({ address, family }) => fits(family, options.family) && isAllowedAddress(address, rules));
      const [first] = allowed;
      if (first === undefined) return callback(blocked(), []);
      if (options.all === true) return callback(null, [...allowed]);
      return callback(null, first.address, first.family);
    });
  };
}

function fits(family: number, wanted: number | string | undefined): boolean {
  return wanted === undefined || wanted === 0 || Number(String(wanted).replace("IPv", "")) === family;
}

function blocked(): PermanentError {
  return new PermanentError("BlockedAddress", "the host is in a private, local or reserved network; workers call it only where the pool's owner allows that (in local mode: --allow-private-addresses)");
}

function lookUpOfSystem(hostname: string, callback: Parameters<LookUpAll>[1]): void {
  systemLookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []));
}
