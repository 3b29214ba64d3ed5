/** What every letter of the corpus says, field by field. `forms` are named by their shape, `letters` by what surrounds the form. */

/** A field that is not named is not said. */
export interface Expected {
  /** `kind`, region and what told it; of an automatic letter, which sort it is. */
  readonly from: string;
  readonly name?: string | undefined;
  readonly snils?: string | undefined;
  readonly inn?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly contactMethod?: string | undefined;
  readonly contact?: string | undefined;
  readonly summary?: string | undefined;
  readonly service?: string;
  readonly portalRequest?: string;
  readonly consent?: readonly string[];
  /** In the regulation's order. */
  readonly missing?: string;
  /** `field: message (where)`. */
  readonly faults?: readonly string[];
}

/** The same request, however it is written. */
const whole = {
  from: 'portal bashkortostan domain',
  name: 'Лебедева Мария Олеговна',
  snils: '112-233-445 95',
  inn: '500100732259',
  birthDate: '1985-05-14',
  contactMethod: 'телефон',
  contact: '+79123456789',
  summary: 'не приходит уведомление о записи к врачу',
} as const;

/** The form of `letters`, from a sender that no region has. */
const short: Expected = {
  from: 'unknown',
  name: whole.name,
  snils: whole.snils,
  birthDate: whole.birthDate,
  contactMethod: 'эл. почта',
  contact: 'm.lebedeva@mail.example',
  summary: whole.summary,
  missing: 'inn',
};

/** The same from the citizen's own address, or under the citizen's own name. */
const herOwn: Expected = { ...short, from: 'citizen' };

const bare: Expected = { from: 'citizen', missing: 'name snils inn birthDate contactMethod contact summary' };

/** An answer that gives a number and nothing else. */
const answer: Expected = {
  from: 'citizen',
  snils: whole.snils,
  missing: 'name inn birthDate contactMethod contact summary',
};

/** Two fields in an attachment. */
const two: Expected = {
  from: 'unknown',
  name: whole.name,
  snils: whole.snils,
  missing: 'inn birthDate contactMethod contact summary',
};

export const forms: Readonly<Record<string, Expected>> = {
  'charset-base64': whole,
  'charset-koi8-r-undeclared': {
    ...whole,
    faults: [
      'letter: Кодировка не указана, прочитано как koi8-r: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-windows-1251': whole,
  'contact-as-submitted': { ...whole, contact: undefined, contactMethod: 'как при подаче' },
  'contact-bare-address': { ...whole, contactMethod: 'эл. почта', contact: 'm.lebedeva@mail.example' },
  'contact-both-given': whole,
  'contact-next-line-method': whole,
  'contact-value-in-the-method': whole,
  'csv-excel-quotes': { ...whole, summary: 'не приходит уведомление,\nо записи к врачу' },
  'csv-in-the-text': whole,
  'csv-pairs': whole,
  'csv-semicolons': {
    ...whole,
    faults: [
      'letter: Кодировка не указана, прочитано как windows-1251: сверьте данные с исходным письмом (вложение export.csv)',
    ],
  },
  'csv-two-requests': {
    from: 'portal bashkortostan domain',
    name: 'Лебедева Мария Олеговна / Орлов Пётр Ильич',
    snils: '112-233-445 95 / 087-654-303 00',
    inn: '500100732259',
    missing: 'birthDate contactMethod contact summary',
    faults: [
      'letter: В таблице несколько строк с данными: обращений может быть несколько, разделите их (вложение data.csv)',
      'name: Указано несколько разных значений: уточните, какое верно (вложение data.csv, строка 2; вложение data.csv, строка 3)',
      'snils: Указано несколько разных значений: уточните, какое верно (вложение data.csv, строка 2; вложение data.csv, строка 3)',
    ],
  },
  'dates-1': whole,
  'dates-10': whole,
  'dates-2': whole,
  'dates-3': whole,
  'dates-4': whole,
  'dates-5': whole,
  'dates-6': whole,
  'dates-7': whole,
  'dates-8': whole,
  'dates-9': whole,
  'fault-both-methods': {
    ...whole,
    contactMethod: 'телефон, эл. почта',
    faults: [
      'contactMethod: Способ связи не из числа известных: уточните его или впишите название в intake.yaml (текст письма, строка 5)',
    ],
  },
  'fault-date-moved-by-a-zone': {
    ...whole,
    birthDate: '1985-05-13T19:00:00Z',
    faults: [
      'birthDate: Дата рождения: указана со временем, день неясен из-за часового пояса (текст письма, строка 4)',
    ],
  },
  'fault-foreign-attachment': {
    ...whole,
    faults: [
      'letter: Чужое вложение: по имени или типу данные, по содержимому нет; файл не открыт и оставлен во вложениях (вложение form.json)',
    ],
  },
  'fault-future-date': {
    ...whole,
    birthDate: '14.05.2085',
    faults: ['birthDate: Дата рождения: дата ещё не наступила (текст письма, строка 4)'],
  },
  'fault-impossible-date': {
    ...whole,
    birthDate: '31.02.1985',
    faults: ['birthDate: Дата рождения: такого дня нет в календаре (текст письма, строка 4)'],
  },
  'fault-inn-check-sum': {
    ...whole,
    inn: '500100732258',
    faults: ['inn: ИНН: не сходятся контрольные цифры (текст письма, строка 3)'],
  },
  'fault-inn-of-an-organization': {
    ...whole,
    inn: '7707083893',
    faults: ['inn: ИНН: это ИНН организации, у физического лица 12 цифр (текст письма, строка 3)'],
  },
  'fault-mail-of-mixed-letters': {
    ...whole,
    contactMethod: 'эл. почта',
    contact: 'm.lebedevа@mail.example',
    faults: ['contact: Адрес эл. почты записан неверно (текст письма, строка 6)'],
  },
  'fault-method-without-value': {
    ...whole,
    contact: undefined,
    contactMethod: 'эл. почта',
    missing: 'contact',
    faults: ['contact: Выбрана эл. почта, но адреса нет (письмо)'],
  },
  'fault-name-incomplete': {
    ...whole,
    name: 'Лебедева',
    faults: ['name: ФИО: указано не полностью (текст письма, строка 1)'],
  },
  'fault-name-is-a-sentence': {
    ...whole,
    name: 'Прошу помочь мне',
    faults: ['name: ФИО: не похоже на имя (текст письма, строка 1)'],
  },
  'contact-phone-extension': { ...whole, contact: '+79123456789 доб. 12' },
  'fault-phone-short': {
    ...whole,
    contact: '+7 912 345-67-8',
    faults: ['contact: Телефон не похож на номер: проверьте цифры и код (текст письма, строка 6)'],
  },
  'fault-region-of-another': {
    ...whole,
    faults: [
      'region: Регион в форме не тот, что у отправителя: взят регион отправителя (текст письма, строка 1)',
    ],
  },
  'fault-snils-check-sum': {
    ...whole,
    snils: '112-233-445 96',
    faults: ['snils: СНИЛС: не сходится контрольное число (текст письма, строка 2)'],
  },
  'fault-snils-of-letters': {
    ...whole,
    snils: '112-233-445 9S',
    faults: ['snils: СНИЛС: нужно 11 цифр (текст письма, строка 2)'],
  },
  'fault-two-dates': {
    ...whole,
    birthDate: '1985-05-14 / 1985-05-15',
    faults: [
      'birthDate: Указано несколько разных значений: уточните, какое верно (текст письма, строка 4; текст письма, строка 8)',
    ],
  },
  'fault-two-names': {
    ...whole,
    name: 'Лебедева Мария Олеговна / Лебедева Анна Олеговна',
    faults: [
      'name: Указано несколько разных значений: уточните, какое верно (текст письма, строка 1; текст письма, строка 8)',
    ],
  },
  'fault-two-phones': {
    ...whole,
    contact: '+79123456789 / +79130000001',
    faults: ['contact: Указано несколько разных телефонов (текст письма, строка 6; текст письма, строка 8)'],
  },
  'fault-two-snils': {
    ...whole,
    snils: '112-233-445 95 / 087-654-303 00',
    faults: [
      'snils: Указано несколько разных значений: уточните, какое верно (текст письма, строка 2; текст письма, строка 8)',
    ],
  },
  'fault-unknown-method': {
    ...whole,
    contactMethod: 'голубиная почта',
    faults: [
      'contactMethod: Способ связи не из числа известных: уточните его или впишите название в intake.yaml (текст письма, строка 5)',
    ],
  },
  'fault-unknown-region-code': {
    ...whole,
    faults: [
      'region: Код региона в форме не знаком: впишите его в config/regions, intake.codes (текст письма, строка 1)',
    ],
  },
  'fault-year-of-two-digits': {
    ...whole,
    birthDate: '14.05.20',
    faults: ['birthDate: Дата рождения: год из двух цифр, век неясен (текст письма, строка 4)'],
  },
  'json-broken': {
    ...bare,
    from: 'portal bashkortostan domain',
    faults: [
      'letter: JSON не читается: откройте файл сами, портал должен исправить его (вложение form.json)',
    ],
  },
  'json-in-the-text': whole,
  'json-key-twice': {
    ...two,
    from: 'portal bashkortostan domain',
    snils: '087-654-303 00 / 112-233-445 95',
    faults: [
      'snils: Указано несколько разных значений: уточните, какое верно (вложение form.json, поле СНИЛС)',
    ],
  },
  'json-leading-zero-lost': {
    ...two,
    from: 'portal bashkortostan domain',
    snils: '8765430300',
    faults: ['snils: СНИЛС: нужно 11 цифр (вложение form.json, поле snils)'],
  },
  'json-list-of-fields': whole,
  'json-nested': {
    ...whole,
    service: 'Запись к врачу',
    portalRequest: '02-2026/000123',
    consent: ['consent: да'],
    faults: [
      'letter: В форме есть данные другого человека (представителя, ребёнка, сотрудника): они не взяты (вложение request.json, поле fio)',
    ],
  },
  'json-russian-keys': whole,
  'lines-all-the-rest': {
    ...whole,
    service: 'Запись к врачу',
    portalRequest: '02-2026/000123',
    consent: ['Согласие на обработку персональных данных: да'],
  },
  'lines-bullets': whole,
  'lines-decomposed': whole,
  'lines-empty-fields': {
    ...short,
    birthDate: undefined,
    contactMethod: undefined,
    contact: undefined,
    from: 'portal bashkortostan domain',
    missing: 'inn birthDate contactMethod contact',
  },
  'lines-latin-in-labels': whole,
  'lines-multi-line-summary': {
    ...whole,
    summary: 'не приходит уведомление.\n\nОшибка: 500\nПробовала дважды:\n- с телефона\n- с компьютера',
    portalRequest: '77',
  },
  'lines-name-in-parts': whole,
  'lines-nbsp-and-dashes': whole,
  'lines-one-line': whole,
  'lines-other-order': whole,
  'lines-plain': whole,
  'lines-representative': {
    ...whole,
    faults: [
      'letter: В форме есть данные другого человека (представителя, ребёнка, сотрудника): они не взяты (текст письма, строка 7)',
    ],
  },
  'lines-spellings': whole,
  'list-breaks': whole,
  'list-definitions': whole,
  'list-items': whole,
  'list-paragraphs': whole,
  'next-line-with-gap': whole,
  'next-line-without-colons': whole,
  'next-line': whole,
  'numbers-doubled-alike': whole,
  'numbers-full-width': whole,
  'numbers-layouts': whole,
  'origin-citizen-of-a-firm': {
    ...bare,
    summary: 'Не приходит уведомление о записи к врачу.',
    missing: 'name snils inn birthDate contactMethod contact',
  },
  'origin-cyrillic-lookalike': { ...whole, from: 'unknown' },
  'origin-display-name': { ...whole, from: 'citizen' },
  'origin-forged-form': {
    ...whole,
    from: 'citizen',
    portalRequest: '02-2026/000123',
    faults: [
      'region: Код региона в форме не принят: письмо пришло не с портала региона (текст письма, строка 1)',
    ],
  },
  'origin-free-mail-forward': {
    ...whole,
    from: 'citizen',
    faults: [
      'region: Код региона в форме не принят: письмо пришло не с портала региона (текст письма, строка 2)',
    ],
  },
  'origin-free-mail-subdomain': {
    ...whole,
    from: 'citizen',
    faults: [
      'region: Код региона в форме не принят: письмо пришло не с портала региона (текст письма, строка 1)',
    ],
  },
  'origin-prefix-trick': { ...whole, from: 'unknown' },
  'origin-quoted-local-part': { ...whole, from: 'unknown' },
  'origin-subdomain': whole,
  'origin-suffix-trick': { ...whole, from: 'unknown' },
  'origin-unknown-sender': { ...whole, from: 'unknown kamchatka code' },
  'phones-1': whole,
  'phones-2': whole,
  'phones-3': whole,
  'phones-4': whole,
  'phones-5': whole,
  'phones-6': whole,
  'phones-7': whole,
  'prose-answer': { ...answer, birthDate: '1985-05-14', missing: 'name inn contactMethod contact summary' },
  'prose-my-name': {
    ...short,
    snils: undefined,
    contactMethod: undefined,
    contact: undefined,
    from: 'citizen',
    summary:
      'Меня зовут Лебедева Мария Олеговна, дата рождения 14 мая 1985 г., не приходит уведомление о записи к врачу.',
    missing: 'snils inn contactMethod contact',
  },
  'prose-my-own-beside-a-child': {
    ...answer,
    summary: 'Не могу записать ребёнка в сад. СНИЛС ребёнка 087-654-303 00, мой СНИЛС 112-233-445 95.',
    missing: 'name inn birthDate contactMethod contact',
  },
  'prose-my-snils': {
    ...answer,
    inn: '500100732259',
    summary:
      'Здравствуйте!\nНе приходит уведомление о записи к врачу, мой СНИЛС 112-233-445 95.\nПомогите, пожалуйста.',
    missing: 'name birthDate contactMethod contact',
  },
  'prose-numbers-of-nobody': {
    ...bare,
    summary: 'Заявка 11223344595 от 14.05.1985 не открывается, ошибка 500100732259.',
    missing: 'name snils inn birthDate contactMethod contact',
  },
  'prose-of-a-mother': {
    ...bare,
    summary: 'Моя мама не может войти на портал, СНИЛС 112-233-445 95, дата рождения 14.05.1955.',
    missing: 'name snils inn birthDate contactMethod contact',
    faults: [
      'snils: В письме названы только данные другого человека: они не взяты (текст письма)',
      'birthDate: В письме названы только данные другого человека: они не взяты (текст письма)',
    ],
  },
  'prose-of-a-portal': {
    from: 'portal bashkortostan domain',
    summary: 'Гражданка сообщает, что не приходит уведомление о записи к врачу.',
    missing: 'name snils inn birthDate contactMethod contact',
    faults: [
      'letter: В письме портала нет знакомых полей: опишите его форму в config/regions, intake (текст письма)',
    ],
  },
  'prose-wrong-check-sum': {
    ...bare,
    snils: '112-233-445 96',
    summary: 'Не приходит уведомление, мой СНИЛС 112-233-445 96',
    missing: 'name inn birthDate contactMethod contact',
    faults: ['snils: СНИЛС: не сходится контрольное число (текст письма)'],
  },
  'table-four-columns': whole,
  'table-in-a-table': whole,
  'table-numbered-rows': whole,
  'table-titles-above': whole,
  'table-two-columns': whole,
  'table-unclosed': whole,
  'xml-attributes': { ...whole, portalRequest: '02-2026/000123' },
  'xml-broken-off': {
    ...two,
    from: 'portal bashkortostan domain',
    faults: ['letter: XML обрывается или нарушен: сверьте данные с исходным файлом (вложение request.xml)'],
  },
  'xml-elements': whole,
  'xml-label-and-value': whole,
  'xml-named-fields': whole,
  'xml-own-entities': {
    ...bare,
    from: 'portal bashkortostan domain',
    faults: [
      'letter: В XML объявлены свои сущности: он не прочитан и оставлен как есть (вложение request.xml)',
    ],
  },
};

export const letters: Readonly<Record<string, Expected>> = {
  'absence-subject-alone': herOwn,
  'alternative-definition-list': {
    ...two,
    snils: undefined,
    missing: 'snils inn birthDate contactMethod contact summary',
  },
  'alternative-stub-text': short,
  'alternative-table': two,
  'alternative-text-richer': short,
  'auto-absence-in-reply': { from: 'auto-reply' },
  'auto-null-sender-reply': { from: 'auto-reply' },
  'auto-replied': { from: 'auto-reply' },
  'auto-x-autoreply': { from: 'auto-reply' },
  'blockquote-without-a-quote': answer,
  'bounce-null-sender': { from: 'bounce' },
  'bounce-report': { from: 'bounce' },
  'charset-ascii-declared-windows-1251-sent': {
    ...short,
    faults: [
      'letter: Указана не та кодировка, прочитано как windows-1251: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-damaged-utf8': {
    ...short,
    summary: 'не приходит уведомление о записи к врачу\n� �',
    faults: [
      'letter: Часть знаков повреждена при пересылке: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-none-koi8-r': {
    ...short,
    faults: [
      'letter: Кодировка не указана, прочитано как koi8-r: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-none-windows-1251': {
    ...short,
    faults: [
      'letter: Кодировка не указана, прочитано как windows-1251: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-unknown-name': {
    ...short,
    faults: [
      'letter: Указана не та кодировка, прочитано как windows-1251: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-utf8-declared-windows-1251-sent': {
    ...short,
    faults: [
      'letter: Указана не та кодировка, прочитано как windows-1251: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-windows-1251-declared-koi8-r-sent': {
    ...short,
    faults: [
      'letter: Указана не та кодировка, прочитано как koi8-r: сверьте данные с исходным письмом (текст письма)',
    ],
  },
  'charset-windows-1251-declared-utf8-sent': {
    ...short,
    faults: [
      'letter: Указана не та кодировка: на деле UTF-8. Письмо прочитано; портал должен исправить заголовок (текст письма)',
    ],
  },
  'csv-as-excel': {
    ...two,
    faults: [
      'letter: Кодировка не указана, прочитано как windows-1251: сверьте данные с исходным письмом (вложение export.csv)',
    ],
  },
  'csv-attachment-koi8-r': {
    ...two,
    faults: [
      'letter: Кодировка не указана, прочитано как koi8-r: сверьте данные с исходным письмом (вложение data.csv)',
    ],
  },
  'csv-utf-16': two,
  'dashes-above-the-form': short,
  'empty-body': {
    ...bare,
    faults: ['letter: В письме нет текста, который можно прочесть: посмотрите вложения (письмо)'],
  },
  'file-bomb-name': {
    ...herOwn,
    faults: [
      'letter: Имя файла как у архивной бомбы: файл не открыт и оставлен во вложениях (вложение 1 (*.zip))',
    ],
  },
  'file-double-extension': {
    ...herOwn,
    faults: ['letter: Исполняемый файл: файл не открыт и оставлен во вложениях (вложение 1 (*.exe))'],
  },
  'file-foreign-json': {
    ...bare,
    faults: [
      'letter: Чужое вложение: по имени или типу данные, по содержимому нет; файл не открыт и оставлен во вложениях (вложение form.json)',
    ],
  },
  'file-form-in-pdf': {
    ...bare,
    faults: [
      'letter: Форма в формате, который не читается (нужны JSON, XML, CSV или текст): файл не открыт и оставлен во вложениях (вложение anketa.pdf)',
    ],
  },
  'file-outlook-only': {
    ...short,
    faults: [
      'letter: Письмо в формате Outlook (winmail.dat): файл не открыт и оставлен во вложениях (вложение 1 (*.dat))',
    ],
  },
  'file-path-in-name': {
    ...herOwn,
    faults: [
      'letter: Подозрительное имя файла (путь или скрытые знаки): файл не открыт и оставлен во вложениях (вложение 1 (*.json))',
    ],
  },
  'files-untouched': herOwn,
  'form-like-a-header-at-once': {
    ...answer,
    summary: 'запись к врачу',
    missing: 'name inn birthDate contactMethod contact',
  },
  'form-like-a-header': {
    ...answer,
    summary: 'запись к врачу',
    missing: 'name inn birthDate contactMethod contact',
  },
  'format-flowed': {
    ...answer,
    summary: 'не приходит уведомление о записи к врачу, жду третий день',
    missing: 'name inn birthDate contactMethod contact',
  },
  'forward-apple': short,
  'forward-as-attachment': short,
  'forward-gmail-html': { ...answer, from: 'unknown' },
  'forward-gmail': short,
  'forward-mail-ru': short,
  'forward-of-a-form-like-a-header': {
    ...answer,
    summary: 'запись к врачу',
    missing: 'name inn birthDate contactMethod contact',
  },
  'forward-outlook-html': { ...answer, from: 'unknown' },
  'forward-outlook-per': short,
  'forward-outlook': short,
  'forward-thunderbird': short,
  'forward-twice': short,
  'forward-yandex': short,
  'html-only-pre': short,
  'html-windows-1251-meta': short,
  'json-attachment': two,
  'json-body': two,
  'json-octet-stream-windows-1251': {
    ...two,
    faults: [
      'letter: Кодировка не указана, прочитано как windows-1251: сверьте данные с исходным письмом (вложение форма.json)',
    ],
  },
  'json-part': two,
  'loop-own-address': { from: 'loop' },
  'header-of-ours-forged': herOwn,
  'phone-yandex': herOwn,
  'plain-koi8-r-8bit': short,
  'plain-koi8-r-quoted-printable': short,
  'plain-utf8-base64': short,
  'plain-utf8-quoted-printable': short,
  'plain-utf8': short,
  'plain-windows-1251-8bit': short,
  'plain-windows-1251-base64': short,
  'prose-like-a-quote': {
    ...answer,
    summary:
      'Здравствуйте!\n12.02.2026 я уже писала вам:\nне приходит уведомление.\n03.03.2026 10:15, оператор "горячей линии" сказал так:\nпришлите СНИЛС.',
    missing: 'name inn birthDate contactMethod contact',
  },
  'quote-answers-between': {
    ...answer,
    birthDate: '1985-05-14',
    missing: 'name inn contactMethod contact summary',
  },
  'quote-gmail-english': answer,
  'quote-gmail-html': answer,
  'quote-gmail': answer,
  'quote-iphone': answer,
  'quote-mail-ru-android': answer,
  'quote-mail-ru-html': answer,
  'quote-mail-ru': answer,
  'quote-only': herOwn,
  'quote-original-message': answer,
  'quote-outlook-alone': bare,
  'quote-outlook-html': answer,
  'quote-outlook-russian': answer,
  'quote-outlook': answer,
  'quote-thunderbird-html': answer,
  'quote-thunderbird': answer,
  'quote-without-marks': answer,
  'quote-yandex-html': answer,
  'quote-yandex': answer,
  'quote-zammad-html': answer,
  'read-receipt': { from: 'auto-reply' },
  'reply-with-references': answer,
  'robot-bulk': short,
  'signature-dashes': short,
  'signature-html': answer,
  'signature-inside-the-form': {
    from: 'unknown',
    contactMethod: 'эл. почта',
    summary: 'не приходит уведомление.\nС уважением, Мария',
    portalRequest: '77',
    missing: 'name snils inn birthDate contact',
    faults: ['contact: Выбрана эл. почта, но адреса нет (письмо)'],
  },
  'signature-regards-first': {
    ...herOwn,
    summary:
      'не приходит уведомление о записи к врачу\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.\n\nЖду ответа.',
  },
  'signature-regards': short,
  'signature-with-data': {
    ...answer,
    name: whole.name,
    summary: 'Не приходит уведомление о записи.',
    missing: 'inn birthDate contactMethod contact',
  },
  'subject-raw-windows-1251': {
    ...short,
    faults: [
      'letter: Заголовки письма: Кодировка не указана, прочитано как windows-1251: сверьте данные с исходным письмом (письмо)',
    ],
  },
  'text-attachment-windows-1251': short,
  'utf8-with-bom': short,
  'xml-attachment-windows-1251': two,
};
