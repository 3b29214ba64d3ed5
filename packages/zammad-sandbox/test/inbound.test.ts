/** Letters that come in: the names of their files, their HTML, and who cannot be switched off. */
import { type Desk, openDesk } from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ clock: new Date('2026-03-02T06:00:00Z') });
});
afterEach(() => desk.close());

const PART = 'Content-Transfer-Encoding: base64\n\n0L/RgNC40LLQtdGC\n';
const letter = (...parts: string[]): string =>
  `From: ivan@mail.example\nTo: support@helpdesk.example\nSubject: s\nMIME-Version: 1.0\n` +
  `Content-Type: multipart/mixed; boundary="b"\n\n${parts.map((part) => `--b\n${part}`).join('')}--b--\n`;
const TEXT = 'Content-Type: text/plain; charset=utf-8\n\nТекст\n';

it.each([
  ['a name', 'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n', 'a.pdf'],
  ['no name', 'Content-Type: application/pdf\nContent-Disposition: attachment\n', 'file'],
  ['no name, an image', 'Content-Type: image/png\nContent-Disposition: attachment\n', 'image.png'],
  [
    'a name in its Content-ID',
    'Content-Type: application/x\nContent-ID: <plan.doc@mail>\nContent-Disposition: attachment\n',
    'plan.doc',
  ],
])('a file with %s', async (_, headers, filename) => {
  await desk.mail(letter(TEXT, `${headers}${PART}`));
  expect((await desk.api('GET', '/ticket_articles/by_ticket/2')).body).toMatchObject([
    { attachments: [{ filename }] },
    {},
  ]);
});

it('numbers files of one name, and names a letter within a letter by its subject', async () => {
  const twin = `Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: attachment\n${PART}`;
  const inner =
    'Content-Type: message/rfc822\nContent-Disposition: attachment\n\nSubject: Inner\nFrom: a@b.example\n\nx\n';
  await desk.mail(letter(TEXT, twin, twin, inner));
  expect((await desk.api('GET', '/ticket_articles/by_ticket/2')).body).toMatchObject([
    { attachments: [{ filename: 'a.pdf' }, { filename: 'a1.pdf' }, { filename: 'Inner.eml' }] },
    {},
  ]);
});

it('cleans the HTML of a letter as of any article', async () => {
  await desk.mail(
    'From: ivan@mail.example\nTo: support@helpdesk.example\nSubject: s\nContent-Type: text/html; charset=utf-8\n\n' +
      '<p onclick="x()">Текст<script>alert(1)</script></p>\n',
  );
  const { body } = await desk.api('GET', '/ticket_articles/by_ticket/2');
  expect(JSON.stringify(body)).not.toMatch(/onclick|script/);
});

it('the last admin cannot be switched off', async () => {
  expect(await desk.api('PUT', '/users/3', { active: false })).toMatchObject({
    status: 422,
    body: { error: 'At least one user needs to have admin permissions.' },
  });
});
