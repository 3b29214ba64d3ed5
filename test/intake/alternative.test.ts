/** Of a letter in two forms, which is read: the text, unless the HTML shows much more. */
import { readLetter } from 'portal-letter';

const own = { addresses: ['support@help.example'] };
const letter = (text: string, html: string): Buffer =>
  Buffer.from(
    [
      'From: Вера <vera@mail.example>',
      'To: support@help.example',
      'Subject: question',
      'Content-Type: multipart/alternative; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      `<p>${html}</p>`,
      '--b--',
      '',
    ].join('\r\n'),
  );

const sentence = 'Не приходит ответ по заявлению. ';
test.each<[string, number, number, string]>([
  ['the same twice', 4, 4, 'text'],
  ['HTML with a line or two more, as a signature adds', 4, 7, 'text'],
  ['a stub of a text beside the letter itself', 4, 9, 'html'],
])('%s', async (_, said, shown, kind) => {
  const { sections } = await readLetter(letter(sentence.repeat(said), sentence.repeat(shown)), own);
  expect(sections.map((section) => section.kind)).toEqual([kind]);
});
