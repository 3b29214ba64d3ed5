/** Files of a multipart body. */

export interface Upload {
  readonly filename: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

/** The files in a multipart/form-data body; the platform's own parser does the work. */
export const uploadsIn = async (contentType: string, body: Uint8Array): Promise<Upload[]> => {
  const form = await new Response(Uint8Array.from(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const files = [...form.values()].filter((value) => value instanceof File);
  return Promise.all(
    files.map(async (file) => ({
      filename: file.name,
      contentType: file.type,
      data: new Uint8Array(await file.arrayBuffer()),
    })),
  );
};
