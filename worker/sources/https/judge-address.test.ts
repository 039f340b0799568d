import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAllowedAddress } from "./judge-address.ts";

const STRICT = { allowPrivateAddresses: false };
const LOOSE = { allowPrivateAddresses: true };

describe("of the addresses that a worker may call", () => {
  test.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8", "223.255.255.254"])("%s is one", (address) => {
    expect([isAllowedAddress(address, STRICT), isAllowedAddress(address, LOOSE)]).toEqual([true, true]);
  });

  test.each(["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "127.255.255.254", "100.64.0.1", "::1", "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8"])(
    "%s is one only where private ones are allowed",
    (address) => {
      expect([isAllowedAddress(address, STRICT), isAllowedAddress(address, LOOSE)]).toEqual([false, true]);
    },
  );

  test.each([
    ["metadata of most clouds", "169.254.169.254"],
    ["metadata in IPv6", "fd00:ec2::254"],
    ["metadata in IPv6, written out", "fd00:0ec2:0:0:0:0:0:0254"],
    ["metadata of other clouds", "100.100.100.200"],
    ["a public address with metadata behind it", "168.63.129.16"],
    ["metadata, mapped", "::ffff:169.254.169.254"],
    ["metadata, through NAT64", "64:ff9b::169.254.169.254"],
    ["NAT64 of a local prefix", "64:ff9b:1::8.8.8.8"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["this network", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["unspecified", "::"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["broadcast", "255.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["for documentation", "192.0.2.1"],
    ["for documentation", "2001:db8::1"],
    ["for measurements", "198.18.0.1"],
    ["IPv4 inside of 6to4", "2002:7f00:1::"],
    ["IPv4 inside of Teredo", "2001::1"],
    ["IPv4 inside of IPv6, as it was once", "::127.0.0.1"],
    ["IPv4 inside of IPv6, translated", "::ffff:0:127.0.0.1"],
    ["site-local, as it was once", "fec0::1"],
    ["not handed out yet", "4000::1"],
    ["no address", "localhost"],
    ["no address", ""],
  ])("%s is none: %s", (_, address) => {
    expect([isAllowedAddress(address, STRICT), isAllowedAddress(address, LOOSE)]).toEqual([false, false]);
  });
});

const byte = fc.integer({ min: 0, max: 255 });
const FORBIDDEN: readonly ((a: number, b: number) => boolean)[] = [
  (a) => a === 0 || a === 10 || a === 127 || a >= 224,
  (a, b) => a === 100 && b >= 64 && b <= 127,
  (a, b) => a === 169 && b === 254,
  (a, b) => a === 172 && b >= 16 && b <= 31,
  (a, b) => a === 192 && b === 168,
  (a, b) => a === 198 && (b === 18 || b === 19),
];

test("whatever the IPv4 address, a network that is not public is refused, in each of its forms", () => {
  fc.assert(
    fc.property(byte, byte, byte, byte, (a, b, c, d) => {
      const plain = `${a}.${b}.${c}.${d}`;
      const isForbidden = FORBIDDEN.some((judge) => judge(a, b));
      const mapped = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      if (isForbidden) expect(isAllowedAddress(plain, STRICT)).toBe(false);
      expect(isAllowedAddress(mapped, STRICT)).toBe(isAllowedAddress(plain, STRICT));
      for (const form of [`64:ff9b::${plain}`, `::${plain}`, `::ffff:0:${plain}`]) expect(isAllowedAddress(form, STRICT)).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test("whatever the IPv6 address, only what is routed worldwide is allowed", () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const first = Number.parseInt(address.split(":")[0] || "0", 16);
      if (isAllowedAddress(address, STRICT) && !address.includes(".") && !/^(0*:)*:?(0*:)*ffff:/i.test(address)) expect(first & 0xe000).toBe(0x2000);
    }),
    { numRuns: 3000 },
  );
});

test("whatever is allowed strictly is allowed loosely", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => !isAllowedAddress(address, STRICT) || isAllowedAddress(address, LOOSE)), { numRuns: 3000 });
});
