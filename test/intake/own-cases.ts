/**
 * Small letters, one for each way in which a value can be somebody's: what is plainly the writer's is taken, what is plainly another's,
 * denied, hidden, quoted or outdated is not.
 */

export interface OwnCase {
  readonly from: string;
  readonly subject?: string;
  readonly body: string;
  readonly html?: boolean;
  /** Fields of the citizen, `refused` among them; `reported`: a fault names the field. */
  readonly want: Readonly<Record<string, string | null>>;
}

export const reported = '(reported)';
const portal = 'Портал <robot@portal.bashkortostan.example>';
const citizen = 'Пётр Лыков <p.lykov@mail.ru>';
const own = '112-233-445 95';
const other = '111-222-444 78';
const inn = '500100732259';
const otherInn = '027490011244';

export const ownCases: Readonly<Record<string, OwnCase>> = {
  'inside a summary 1': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nТелефон: +7 912 345-67-89\nСуть обращения: У ребёнка в карточке указан\nСНИЛС: ${other}\n`,
    want: { snils: null },
  },
  'inside a summary 2': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСуть обращения: не могу войти\nСНИЛС: ${own}\nТелефон: +7 912 345-67-89\n`,
    want: { snils: own, contact: '+79123456789' },
  },
  'inside a summary 3': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСуть обращения: Портал пишет:\nСНИЛС: ${other}\nне найден. Помогите.\n`,
    want: { snils: null },
  },
  'inside a summary 5': {
    from: portal,
    html: true,
    body: `<p>ФИО: Лебедева Мария Олеговна</p><p>СНИЛС: </p><p>Суть обращения: в кабинете чужой<br>СНИЛС: ${other}<br>исправьте</p>`,
    want: { snils: null },
  },
  'inside a summary 6': {
    from: portal,
    html: true,
    body: `<table><tr><td>ФИО</td><td>Лебедева Мария Олеговна</td></tr><tr><td>Суть обращения</td><td>вижу чужие данные<table><tr><td>СНИЛС</td><td>${other}</td></tr></table></td></tr></table>`,
    want: { snils: null },
  },
  'a free letter 1': {
    from: citizen,
    body: `Здравствуйте. Пишу за соседку, её СНИЛС ${other}, она не умеет. Мой СНИЛС ${own}.`,
    want: { snils: own },
  },
  'a free letter 2': {
    from: citizen,
    body: `Здравствуйте. У бабушки не работает вход. СНИЛС ${other}.`,
    want: { snils: null },
  },
  'a free letter 3': {
    from: citizen,
    body: `Добрый день. СНИЛС ${other} принадлежит моему брату, а не мне.`,
    want: { snils: null },
  },
  'a free letter 4': {
    from: citizen,
    body: `Я директор ООО «Ромашка», ИНН ${otherInn}. Портал не даёт войти. Меня зовут Лыков Пётр Иванович.`,
    want: { inn: null, name: 'Лыков Пётр Иванович' },
  },
  'a free letter 5': {
    from: citizen,
    body: `Я, Лыков Пётр Иванович, СНИЛС ${own}, ИНН ${inn}, 14.05.1985 г.р., прошу восстановить доступ. Жена тоже не может войти. Тел. 8 912 345 67 89`,
    want: { snils: own, inn, name: 'Лыков Пётр Иванович', birthDate: '1985-05-14' },
  },
  'a free letter 6': {
    from: citizen,
    body: `Добрый день! Мне начислили чужой штраф на СНИЛС ${other}. Мой номер ${own}.`,
    want: { snils: own },
  },
  'a free letter 7': {
    from: citizen,
    body: `Добрый день! Указал СНИЛС ${own}, портал его не принимает. ИНН ${inn}. Лыков Пётр Иванович`,
    want: { snils: own, inn, name: 'Лыков Пётр Иванович' },
  },
  'a free letter 8': {
    from: citizen,
    body: `Помогите моему отцу: Лыков Иван Петрович, СНИЛС ${other}, родился 01.02.1950. Мой телефон 8 912 345-67-89.`,
    want: { snils: null, name: null, birthDate: null, contact: '+79123456789' },
  },
  'a free letter 9': {
    from: citizen,
    body: `Мой СНИЛС ${own}. Дата рождения 14.05.1985. ИНН ${inn}. Телефон 89123456789. Прошу помочь с записью ребёнка в школу.`,
    want: { snils: own, inn, birthDate: '1985-05-14', contact: '+79123456789' },
  },
  'a free letter 10': {
    from: citizen,
    body: `Прошу помочь с записью ребёнка в школу. Мой СНИЛС ${own}, дата рождения 14.05.1985, ИНН ${inn}, телефон 89123456789.`,
    want: { snils: own, inn, birthDate: '1985-05-14', contact: '+79123456789' },
  },
  'a free letter 11': {
    from: citizen,
    body: `Прошу помочь с записью ребёнка в школу.\nЛыков Пётр Иванович\n14.05.1985\nСНИЛС ${own}\nИНН ${inn}\n+7 912 345-67-89`,
    want: { snils: own, inn, birthDate: '1985-05-14', contact: '+79123456789', name: 'Лыков Пётр Иванович' },
  },
  'a free letter 12': {
    from: citizen,
    body: `Данные моей мамы:\nСНИЛС: ${other}\nДата рождения: 01.02.1950\nОна не может войти.`,
    want: { snils: null, birthDate: null },
  },
  'a free letter 13': {
    from: citizen,
    body: `Её данные: Лыкова Анна Ивановна, СНИЛС ${other}, ИНН ${otherInn}`,
    want: { snils: null, inn: null, name: null },
  },
  'a free letter 14': {
    from: citizen,
    body: `В кабинете не мой ИНН:\nИНН: ${otherInn}\nи чужой телефон: +7 900 000-00-01.`,
    want: { inn: null, contact: null },
  },
  'a free letter 15': {
    from: citizen,
    body: `Здравствуйте! Это не мой СНИЛС: ${other}. Откуда он?`,
    want: { snils: null },
  },
  'a free letter 16': {
    from: citizen,
    body: `СНИЛС ${other} - это не мой номер, мой ${own}`,
    want: { snils: own },
  },
  'a free letter 17': {
    from: citizen,
    body: `Звонили с номера 8 900 000-00-01 и просили код. Мой телефон 8 912 345-67-89.`,
    want: { contact: '+79123456789' },
  },
  'a free letter 18': {
    from: citizen,
    body: `У моего начальника СНИЛС ${other}. У меня ${own}.`,
    want: { snils: own },
  },
  'a free letter 19': {
    from: citizen,
    body: `Добрый день. Я опекун. Подопечный Сидоров Иван Петрович (СНИЛС ${other}, 01.02.2010 г.р.). Я — Лыков Пётр Иванович, СНИЛС ${own}.`,
    want: { snils: own, name: 'Лыков Пётр Иванович', birthDate: null },
  },
  'a free letter 20': {
    from: citizen,
    body: `Здравствуйте, я по доверенности от Зуевой Тамары Ильиничны.\nСНИЛС: ${other}\nДата рождения: 03.04.1941\nТелефон: +7 900 000-00-01\nЛыков Пётр Иванович`,
    want: { snils: null, birthDate: null },
  },
  'a free letter 21': {
    from: '<x@mail.ru>',
    body: `Здравствуйте, Лыков Пётр Иванович, СНИЛС ${own}, не могу войти.`,
    want: { snils: own },
  },
  'a free letter 22': { from: citizen, body: `Мой СНИЛС не ${other}, а ${own}.`, want: { snils: own } },
  'a free letter 23': {
    from: citizen,
    body: `Ответ прошу направить на мою почту petr@yandex.ru. Лыков Пётр Иванович.`,
    want: { contact: 'petr@yandex.ru', contactMethod: 'эл. почта' },
  },
  'a free letter 24': {
    from: citizen,
    body: `Директор нашей школы просил передать: e-mail для связи school@edu.example, тел. 8 495 123-45-67.`,
    want: { contact: null },
  },
  'a free letter 25': {
    from: citizen,
    body: `Родился 14 мая 1985 года, Лыков Пётр Иванович. ИНН: ${inn}`,
    want: { birthDate: '1985-05-14', inn },
  },
  'refused 1': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    body: `нет у меня ИНН`,
    want: { refused: 'inn' },
  },
  'refused 2': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    body: `Снилс не оформляла, ИНН не получала.`,
    want: { refused: 'snils inn' },
  },
  'refused 3': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    body: `ИНН: нет\nСНИЛС: ${own}`,
    want: { refused: 'inn', snils: own },
  },
  'refused 4': {
    from: citizen,
    body: `Портал пишет, что нет такого СНИЛС. Мой СНИЛС ${own}`,
    want: { refused: '', snils: own },
  },
  'refused 5': {
    from: citizen,
    subject: 'Re: данные',
    body: `Ни СНИЛС, ни ИНН у меня нет, я гражданка Таджикистана.`,
    want: { refused: 'snils inn' },
  },
  'refused 6': { from: citizen, body: `Не знаю свой ИНН`, want: { refused: '' } },
  'hidden 1': {
    from: portal,
    html: true,
    body: `<style>td.x span{display:none}</style><table><tr><td>ФИО</td><td>Лебедева Мария Олеговна</td></tr><tr><td class="x"><span>СНИЛС: ${other}</span></td></tr></table>`,
    want: { snils: null },
  },
  'hidden 2': {
    from: portal,
    html: true,
    body: `<div style="color:#fff"><p>СНИЛС: ${other}</p></div><p style="color:#333">ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: null, name: 'Лебедева Мария Олеговна' },
  },
  'hidden 3': {
    from: portal,
    html: true,
    body: `<div style="background:#003399;color:#fff"><p>СНИЛС: ${own}</p></div><p>ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: own },
  },
  'hidden 4': {
    from: portal,
    html: true,
    body: `<div style="max-height:0;overflow:hidden">СНИЛС: ${other}</div><p>ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: null },
  },
  'hidden 5': {
    from: portal,
    html: true,
    body: `<div style="position:absolute;left:-9999px">СНИЛС: ${other}</div><p>ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: null },
  },
  'hidden 6': {
    from: portal,
    html: true,
    body: `<font size="1" color="#FFFFFF">СНИЛС: ${other}</font><p>ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: null },
  },
  'hidden 7': {
    from: portal,
    html: true,
    body: `<table style="font-size:0"><tr><td style="font-size:14px">СНИЛС</td><td style="font-size:14px">${own}</td></tr></table>`,
    want: { snils: own },
  },
  'hidden 8': {
    from: portal,
    html: true,
    body: `<style>@media (max-width:600px){.m{display:none}}</style><p class=m>СНИЛС: ${own}</p><p>ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: own },
  },
  'hidden 9': {
    from: portal,
    html: true,
    body: `<p>ФИО: Лебедева Мария Олеговна</p><p style="text-decoration:line-through">СНИЛС: ${other}</p><p>СНИЛС: ${own}</p>`,
    want: { snils: own },
  },
  'changed 1': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСНИЛС: было ${other}, стало ${own}\n`,
    want: { snils: own },
  },
  'changed 2': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСНИЛС (старый): ${other}\nСНИЛС (новый): ${own}\n`,
    want: { snils: own },
  },
  'changed 3': {
    from: portal,
    html: true,
    body: `<table><tr><td></td><td>Старое значение</td><td>Новое значение</td></tr><tr><td>СНИЛС</td><td>${other}</td><td>${own}</td></tr></table><p>ФИО: Лебедева Мария Олеговна</p>`,
    want: { snils: own },
  },
  'changed 4': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nПрежний СНИЛС: ${other}\nНовый СНИЛС: ${own}\n`,
    want: { snils: own },
  },
  'changed 5': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСНИЛС: ${other} → ${own}\n`,
    want: { snils: own },
  },
  'changed 6': {
    from: portal,
    body: `| Поле | Было | Стало |\n|---|---|---|\n| СНИЛС | ${other} | ${own} |\n| ИНН | ${otherInn} | ${inn} |\n`,
    want: { snils: own, inn },
  },
  'quoted 1': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    body: `СНИЛС ${own}\n\n-------- Исходное сообщение --------\nОт: Поддержка <support@helpdesk.example>\nСНИЛС: ${other}\n`,
    want: { snils: own },
  },
  'quoted 2': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    body: `\nОтправлено из мобильной Почты Mail.ru\n\nпонедельник, 16 ноября 2026 г., 13:02 +0300 от support@helpdesk.example:\nПришлите СНИЛС: например ${other}\nТелефон: 8-800-100-70-10`,
    want: { snils: null, contact: null },
  },
  'quoted 3': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    html: true,
    body: `<div><br></div><div>--<br>Отправлено из Mail.ru для Android</div><blockquote>СНИЛС: ${other}</blockquote>`,
    want: { snils: null },
  },
  'quoted 4': {
    from: citizen,
    subject: 'Re: [Ticket#1] данные',
    html: true,
    body: `<div dir=ltr></div><br><div class="gmail_quote"><div>пн, 16 нояб. 2026 г. в 13:02, Поддержка &lt;support@helpdesk.example&gt;:</div><blockquote>СНИЛС: ${other}</blockquote></div>`,
    want: { snils: null },
  },
  'quoted 5': {
    from: citizen,
    subject: 'Ответ',
    body: `>> СНИЛС: ${other}\n> Здравствуйте, пришлите СНИЛС\n\n${own}`,
    want: { snils: own },
  },
  'quoted 6': {
    from: citizen,
    subject: 'Re: данные',
    body: `> ФИО:\nЛыков Пётр Иванович\n> СНИЛС:\n${own}\n> ИНН (например, ${otherInn}):\n${inn}`,
    want: { snils: own, inn, name: 'Лыков Пётр Иванович' },
  },
  'contact 1': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСпособ связи: письмом по адресу 450000, г. Уфа, ул. Ленина, 5\nТекст: прошу`,
    want: { contactMethod: reported },
  },
  'contact 2': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСпособ связи: почта\nE-mail: a@mail.example\nТекст: прошу`,
    want: { contactMethod: 'эл. почта', contact: 'a@mail.example' },
  },
  'contact 3': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nТелефон: 8 (347) 200-01-02 (доб. 115)\nТекст: прошу`,
    want: { contact: '+73472000102 доб. 115' },
  },
  'contact 4': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСпособ связи: телефон +7 912 345-67-89\nТекст: прошу`,
    want: { contactMethod: 'телефон', contact: '+79123456789' },
  },
  'contact 5': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСпособ связи для оповещения: эл. почта (a@mail.example)\nТекст: прошу`,
    want: { contactMethod: 'эл. почта', contact: 'a@mail.example' },
  },
  'contact 6': {
    from: portal,
    body: `ФИО: Лебедева Мария Олеговна\nСпособ связи: Почта России\nАдрес: Уфа\nE-mail: a@mail.example\nТекст: прошу`,
    want: { contactMethod: reported },
  },
  'people 1': {
    from: portal,
    body: `Сведения о ребёнке\nФИО: Лебедев Иван Олегович\nСНИЛС: ${other}\nДата рождения: 01.02.2019\n\nСведения о законном представителе\nФИО: Лебедева Мария Олеговна\nСНИЛС: ${own}\nТелефон: +7 912 345-67-89\n\nТекст: сад`,
    want: { name: 'Лебедева Мария Олеговна', snils: own, birthDate: null, contact: '+79123456789' },
  },
  'people 2': {
    from: portal,
    body: `ФИО родителя: Лебедева Мария Олеговна\nТелефон: +7 912 345-67-89\nФИО ребёнка: Лебедев Иван Олегович\nДата рождения: 01.02.2019\nСНИЛС: ${other}\nТекст: сад`,
    want: { name: 'Лебедева Мария Олеговна', snils: null, birthDate: null },
  },
  'people 3': {
    from: portal,
    body: `Заявитель: Лебедева Мария Олеговна\nПредставитель: Сидоров Иван Петрович\nСНИЛС представителя: ${other}\nСНИЛС заявителя: ${own}\nТекст: сад`,
    want: { name: 'Лебедева Мария Олеговна', snils: own },
  },
  'builder 1': {
    from: portal,
    subject: 'x',
    body: `Заполнена веб-форма: [3] Обращение\n\nПользователь - [17] (lykov) Лыков Пётр\nФИО - Лебедева Мария Олеговна\nСНИЛС - ${own}\nE-mail - a@mail.example\nВаше сообщение - не могу войти\n\nДля просмотра воспользуйтесь ссылкой:\nhttps://x`,
    want: { name: 'Лебедева Мария Олеговна', snils: own, contact: 'a@mail.example' },
  },
  'builder 2': {
    from: portal,
    body: `This is an enquiry email via https://portal.example/ from:\nЛебедева Мария Олеговна <a@mail.example>\n\nНе могу войти.\nПомогите.`,
    want: { name: 'Лебедева Мария Олеговна', contact: 'a@mail.example', contactMethod: 'эл. почта' },
  },
};
