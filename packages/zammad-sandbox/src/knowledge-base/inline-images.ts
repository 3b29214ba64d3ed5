/** Pictures inside a text: PNG and JPEG given as data become files of the text, and are shown by their address. */
import { plain, recordOf } from '../behaviour/columns.js';
import { storeFile } from '../tickets/articles.js';
import type { Row, World } from '../world.js';

const OWNER = 'KnowledgeBase::Answer::Translation::Content';
const GIVEN = /(<img\b[^>]*?\bsrc=")data:image\/(png|jpeg);base64,([^"]+)(")/gi;
const NAMED = /(<img\b[^>]*?\bsrc=")cid:([^"]+)("[^>]*?)\s*\/?>/gi;
const SHOWN = /(<img\b[^>]*?)\bsrc="\/api\/v1\/attachments\/\d+[^"]*"([^>]*?)\scid="([^"]+)"/gi;

/** Every write of the text gives its pictures a width, whether they have it from the last time or not. */
const sized = (html: string): string =>
  html.replaceAll(/<img\b[^>]*\bsrc="[^>]*>/gi, (tag) => {
    const [given, own = ''] = /\sstyle="([^"]*)"/i.exec(tag) ?? [];
    const style = ` style="max-width:100%;${own === '' || own.endsWith(';') ? own : `${own};`}"`;
    return given === undefined ? tag.replace(/\s*\/?>$/, `${style}>`) : tag.replace(given, style);
  });

const imagesOf = (world: World, contentId: number): Row[] =>
  world
    .table('attachments')
    .where('o_id', contentId)
    .filter((file) => file['object'] === OWNER);

const cidOf = (file: Row): string => plain(recordOf(file['preferences'])['Content-ID']);

/** The body as stored. Pictures it no longer refers to are gone. */
export const storeInlineImages = (world: World, contentId: number, html: string): string => {
  const attachments = world.table('attachments');
  const back = html.replaceAll(
    SHOWN,
    (_, start: string, rest: string, cid: string) => `${start}src="cid:${cid}"${rest}`,
  );
  const body = back.replaceAll(GIVEN, (_, start: string, type: string, data: string, end: string) => {
    const file = {
      filename: `image.${type}`,
      contentType: `image/${type}`,
      data: Buffer.from(data, 'base64'),
    };
    const row = storeFile(world, OWNER, contentId, file, 'Content-Type');
    const cid = `${contentId}.${row.id}@zammad.example.com`;
    const more = { 'Content-ID': cid, 'Content-Disposition': 'inline' };
    attachments.patch(row, { preferences: { ...recordOf(row['preferences']), ...more } });
    return `${start}cid:${cid}${end}`;
  });
  for (const file of imagesOf(world, contentId)) if (!body.includes(cidOf(file))) attachments.delete(file.id);
  return sized(body);
};

/** The body as handed out. */
export const withAddresses = (world: World, content: Row): string => {
  const images = imagesOf(world, content.id);
  return plain(content['body']).replaceAll(
    NAMED,
    (whole: string, start: string, cid: string, rest: string) => {
      const file = images.find((image) => cidOf(image) === cid);
      return file ? `${start}/api/v1/attachments/${file.id}${rest} cid="${cid}">` : whole;
    },
  );
};
