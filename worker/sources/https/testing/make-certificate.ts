/** A certificate for tests, signed by itself, as DER written by hand: Node makes keys, and no certificates. */
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM; its own authority. */
  readonly cert: string;
}

const OID = { ecdsaWithSha256: "1.2.840.10045.4.3.2", commonName: "2.5.4.3", subjectAltName: "2.5.29.17", basicConstraints: "2.5.29.19" };
const DAY_MS = 86_400_000;

/** `hosts`: names, and IPv4 addresses. */
export function makeCertificate(hosts: readonly string[], expiresMs = Date.now() + DAY_MS): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = toBody(publicKey, hosts, expiresMs);
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, algorithm(), tag(0x03, Buffer.from([0]), signature));
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

function toBody(publicKey: KeyObject, hosts: readonly string[], expiresMs: number): Buffer {
  const name = sequence(tag(0x31, sequence(oid(OID.commonName), tag(0x0c, Buffer.from(`ream test ${randomUUID()}`)))));
  const validity = sequence(utcTime(Math.min(Date.now(), expiresMs) - DAY_MS), utcTime(expiresMs));
  const extensions = sequence(extension(OID.subjectAltName, sequence(...hosts.map(altName))), extension(OID.basicConstraints, sequence(tag(0x01, Buffer.from([0xff])))));
  const serial = tag(0x02, Buffer.from([1, 2, 3, 4]));
  return sequence(tag(0xa0, tag(0x02, Buffer.from([2]))), serial, algorithm(), name, validity, name, publicKey.export({ type: "spki", format: "der" }), tag(0xa3, extensions));
}

function altName(host: string): Buffer {
  return /^[\d.]+$/.test(host) ? tag(0x87, Buffer.from(host.split(".").map(Number))) : tag(0x82, Buffer.from(host));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tag(0x04, value));
}

function algorithm(): Buffer {
  return sequence(oid(OID.ecdsaWithSha256));
}

function utcTime(ms: number): Buffer {
  return tag(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, "")}Z`));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  return tag(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(toBase128)]));
}

function toBase128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tag(0x30, ...parts);
}

function tag(type: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}
