import { hash } from "node:crypto";

/** 64 bits of a name's SHA-256, for HashTable: nobody can make up names that fill one slot. */
export function hashName(name: string): [high: number, low: number] {
  // As a string: a Buffer for each of a million digests costs more than the digests.
  const digest = hash("sha256", name, "latin1");
  return [wordAt(digest, 0), wordAt(digest, 4)];
}

function wordAt(digest: string, at: number): number {
  return (digest.charCodeAt(at) | (digest.charCodeAt(at + 1) << 8) | (digest.charCodeAt(at + 2) << 16) | (digest.charCodeAt(at + 3) << 24)) >>> 0;
}
