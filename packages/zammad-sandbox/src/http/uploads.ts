/** Files of a multipart body. A small reader: bodies come from tests, are whole in memory, and hold few parts. */

export interface Upload {
  readonly filename: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

const HEADERS_END = '\r\n\r\n';

/** The file name of a part's headers, also in the encoded form `filename*=UTF-8''…`; null for a plain field. */
const filenameIn = (headers: string): string | null => {
  const encoded = /filename\*=(?:utf-8)?''([^;\r\n]+)/i.exec(headers)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="((?:[^"\\]|\\.)*)"/i.exec(headers)?.[1] ?? null;
};

const uploadIn = (part: Buffer): Upload | null => {
  const end = part.indexOf(HEADERS_END);
  const headers = part.subarray(0, Math.max(end, 0)).toString('utf8');
  const filename = filenameIn(headers);
  if (end < 0 || filename === null) return null;
  const contentType = /content-type:\s*([^\r\n]+)/i.exec(headers)?.[1] ?? 'application/octet-stream';
  return { filename, contentType, data: part.subarray(end + HEADERS_END.length) };
};

/** The files in a multipart/form-data body, in their order. */
export const uploadsIn = (contentType: string, body: Buffer): Upload[] => {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const mark = Buffer.from(`--${boundary}`);
  const uploads: Upload[] = [];
  for (let start = body.indexOf(mark); start >= 0;) {
    const next = body.indexOf(mark, start + mark.length);
    if (next < 0) break;
    // Between the boundaries stand a line end, the part, and another line end.
    const upload = uploadIn(body.subarray(start + mark.length + 2, next - 2));
    if (upload) uploads.push(upload);
    start = next;
  }
  return uploads;
};
