/** One member of an archive, as its index knows it. */
import type { Reason } from "../../../contract/reasons.ts";

/** Why a member cannot be a document that is read; it is listed all the same, so that it ends with this and is not simply not there. */
export interface Refusal {
  readonly reason: Reason;
  readonly message: string;
}

export interface ArchiveMember {
  /** Path in the archive, raw: see volume-address.ts. Without `.` and empty segments, unless it is refused as unsafe. */
  readonly rawName: string;
  /** Unpacked, as the archive says. */
  readonly bytes: number;
  /** ZIP: of its local header. TAR: of its data, in the unpacked TAR. */
  readonly offset: number;
  readonly refusal?: Refusal;
  /** Of ZIP only. */
  readonly packed?: PackedMember;
}

export interface PackedMember {
  readonly bytes: number;
  readonly isDeflated: boolean;
  readonly crc32: number;
}

export const LINK: Refusal = { reason: "NotAFile", message: "the member is a link; links in archives are not followed" };
export const ODD_FILE: Refusal = { reason: "NotAFile", message: "the member is a device, a pipe or a socket, and no file" };
export const SPARSE: Refusal = { reason: "UnsupportedEncoding", message: "the member is a sparse file of TAR; pack it without --sparse" };
export const UNSAFE_NAME: Refusal = { reason: "UnsafePath", message: "the member's name is no plain path inside of its archive" };
export const ENCRYPTED: Refusal = { reason: "Encrypted", message: "the member is protected by a password; pack it without one" };
export const ODD_PACKING: Refusal = { reason: "UnsupportedEncoding", message: "the member is packed by a method other than deflate; pack it anew" };
