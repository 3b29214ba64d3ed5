/** What a signed letter (S/MIME, RFC 8551) wraps: `application/pkcs7-mime` of type signed-data holds the letter as it was written. */
import type { Leaf } from './letter-parts.js';

const TYPE = /^application\/(?:x-)?pkcs7-mime$/u;
/** Object identifier 1.2.840.113549.1.7.2, signed-data, as it is written in DER. */
const SIGNED_DATA = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/** 1.2.840.113549.1.7.1: the data inside it. */
const DATA = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/** Signature and certificates stand behind the content; what it is stands at the beginning. */
const HEAD = 64;
const LOOKED_AT = 512;
/** Pieces in which mail programs write long content. */
const MAX_PIECES = 50_000;

/** The letter inside; null: it is no signed letter, or an encrypted or damaged one. The signature itself is not checked. */
export const signedContent = ({ mediaType, name, bytes }: Leaf): Uint8Array | null => {
  if (!TYPE.test(mediaType) && !/\.p7m$/iu.test(name ?? '')) return null;
  if (find(bytes.subarray(0, HEAD), SIGNED_DATA) < 0) return null;
  const data = find(bytes.subarray(0, LOOKED_AT), DATA);
  if (data < 0) return null;
  // [0] EXPLICIT, then the octets: whole, or in pieces.
  const wrapped = header(bytes, data + DATA.length);
  if (wrapped?.tag !== 0xa0) return null;
  const octets = header(bytes, wrapped.start);
  if (octets?.tag === 0x04) return bytes.subarray(octets.start, octets.end);
  return octets?.tag === 0x24 ? joined(bytes, octets) : null;
};

interface Header {
  readonly tag: number;
  readonly start: number;
  /** Of indefinite length: the end of the bytes. */
  readonly end: number;
}

const header = (bytes: Uint8Array, at: number): Header | null => {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, start: at + 2, end: Math.min(bytes.length, at + 2 + first) };
  const count = first & 0x7f;
  if (count > 4) return null;
  const start = at + 2 + count;
  if (count === 0) return { tag, start, end: bytes.length };
  const length = bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return { tag, start, end: Math.min(bytes.length, start + length) };
};

const joined = (bytes: Uint8Array, { start, end }: Header): Uint8Array => {
  const pieces: Uint8Array[] = [];
  let at = start;
  while (at < end && pieces.length < MAX_PIECES) {
    const piece = header(bytes, at);
    if (piece?.tag !== 0x04) break;
    pieces.push(bytes.subarray(piece.start, piece.end));
    at = piece.end;
  }
  return Buffer.concat(pieces);
};

const find = (bytes: Uint8Array, wanted: readonly number[]): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(Uint8Array.from(wanted));
