/** Words by which a citizen says whose a number is: one's own, somebody else's, or nobody's they know. */

/** Not the writer's: strangers, and what is wrong. «Неверный код» is of no one; «неверный СНИЛС» is not the writer's. */
const STRANGER =
  /(?<!\p{L})(?:чуж|посторонн|незнаком|мошенн|друг(?:ого|ой|им|ому) (?:человек|гражданин|лиц|жител|пользовател|абонент|клиент|номер|снилс|инн)|не\s{1,3}мо(?:й|я|ё|е|и|его|ей|им)(?!\p{L})|не\s{1,3}принадлеж|однофамил|(?:неизвестн|прежн|предыдущ|бывш|ошибочн|неверн|неправильн|втор|стар)\p{L}{1,3} (?:\p{L}{2,12} )?(?:снилс|инн|номер|телефон|адрес|почт|данн|фио|фамили|дат|владел|опекун|собственн|человек|абонент|лиц))/giu;

/** People beside the writer, firms among them. A person is meant by the noun in any case, a benefit for children is nobody. */
const PERSON =
  /(?<!\p{L})(?:мам(?:[аыеу]|ой|очк\p{L}{1,3})|мать|матер(?:и|ью)|пап(?:[аыеу]|ой)|от(?:ец|ц[ауе]|цом)|муж(?:а|у|ем|е)?|жен(?:[аыеу]|ой)|супруг\p{L}{0,2}|сын(?:[ауе]|ом|ок|ишк\p{L}{1,2})?|доч(?:ь|ери|ерью|к\p{L}{1,3}|ур\p{L}{1,3})|реб[её]н(?:ок|к\p{L}{1,2})|(?<!на )дет(?:и|ей|ям|ьми)|внук\p{L}{0,2}|внуч\p{L}{1,3}|бабушк\p{L}{1,2}|дед(?:[ауе]|ом|ушк\p{L}{1,2})?|брат(?:[ауе]|ом)?|сестр\p{L}{1,2}|родител\p{L}{1,3}|т[её]щ\p{L}{1,2}|тест[ьяюе]|свекр\p{L}{1,3}|зят\p{L}{1,2}|невестк\p{L}{1,2}|т[её]т(?:[яиею]|ей|к\p{L}{1,2})|дяд(?:[яиею]|ей)|племянни[кц]\p{L}{0,2}|крестни[кц]\p{L}{0,2}|родственни[кц]\p{L}{0,2}|подопечн\p{L}{2,3}|опекаем\p{L}{2,3}|сосед(?:[ауе]|ом|к\p{L}{1,2}|и|ей|ям)?|подруг\p{L}{1,2}|друг(?:а|у|ом)(?=[\s,.(])|знаком(?:ый|ая|ого|ой|ому|ым|ую)|коллег\p{L}{1,2}|сотрудни[кц]\p{L}{0,3}|работни[кц]\p{L}{0,3}|подчин[её]нн\p{L}{2,3}|арендатор\p{L}{0,3}|квартирант\p{L}{0,3}|постоял\p{L}{2,4}|жил(?:ец|ьц\p{L}{1,2})|съ[её]мщи[кц]\p{L}{0,2}|нанимател\p{L}{1,2}|клиент\p{L}{0,3}|заказчи[кц]\p{L}{0,2}|покупател\p{L}{1,3}|продав(?:ец|ц\p{L}{1,2})|поставщик\p{L}{0,2}|контрагент\p{L}{0,2}|подрядчик\p{L}{0,2}|доверител\p{L}{1,4}|представляем\p{L}{2,3}|пациент\p{L}{0,3}|учени[кц]\p{L}{0,2}|студент\p{L}{0,3}|воспитанни[кц]\p{L}{0,2}|собственни[кц]\p{L}{0,2}|владел(?:ец|ьц\p{L}{1,2})|абонент\p{L}{0,2}|мошенни[кц]\p{L}{0,2}|оператор\p{L}{0,2}|умерш\p{L}{2,3}|покойн\p{L}{2,3}|наследодател\p{L}{1,2}|однофамил\p{L}{2,4}|человек\p{L}{0,2}|мужчин\p{L}{1,2}|женщин\p{L}{1,2}|(?:мо|наш)\p{L}{1,3} (?:начальни|руководител|директор|бухгалтер|врач|учител|преподавател|юрист|помощни|секретар|водител|менеджер|хозя|арендодател)\p{L}{1,4}|ООО|ОАО|ПАО|организаци\p{L}{1,2}|компани\p{L}{1,2}|фирм\p{L}{1,2}|предприяти\p{L}{1,2})(?!\p{L})/giu;

/** A role in which the writer may be named: «Мама: Ведерникова…», «я её племянник». */
const OWN =
  /(?<!\p{L}|не\s)(?:мо(?:й|я|ё|е)|у меня)\s{0,2}[:–—-]?\s{0,2}(?=\d)|(?<!\p{L}|не\s)мо(?:й|я|ё|е|и|его|ю) (?:личн\p{L}{2,3} |номер |дата |контактн\p{L}{2,3} |моб\p{L}{0,8}\.? |эл\p{L}{0,9}\.? |электронн\p{L}{2,3} |сотов\p{L}{2,3} ){0,2}\s{0,2}(?=снилс|инн|номер|телефон|тел|почт|e-?mail|имейл|емейл|адрес|дат|рожд|контакт|моб|сот|фио)|(?<!\p{L})(?:меня зовут|зовут меня|мен[яе] (?:звать|имя)|мои (?:\p{L}{5,12} )?(?:данные|реквизиты|контакты|координаты)|о себе|обо мне|от себя|от своего имени|я[,]? ?(?:родил(?:ся|ась))|(?:по|пере)?звон(?:ите|ить) мне|мне (?:можно )?(?:по|пере)?звон|напишите мне|пишите мне|писать мне|ответьте мне|со мной|свяжитесь|для связи|для ответа|мне на|у меня (?:снилс|инн)|свой (?:снилс|инн|номер)|обраща(?:юсь|ется)|заявител[ья]|с уважением|подпись)(?!\p{L})/giu;

/** Whether words speak of what is somebody else's, or wrong. */
export function speaksOfAnother(text: string): boolean {
  return hits(STRANGER, text.slice(-400)).length > 0;
}

export interface Mark {
  readonly at: number;
  readonly owner: 'own' | 'other';
}

/** Every word of a text that says whose something is, by its place. */
export function ownerMarks(text: string): Mark[] {
  const other = [...hits(STRANGER, text), ...hits(PERSON, text)];
  const own = hits(OWN, text);
  return [
    ...other.map((at): Mark => ({ at, owner: 'other' })),
    ...own.map((at): Mark => ({ at, owner: 'own' })),
  ].sort((one, two) => one.at - two.at);
}

/** «Её данные:», «Данные тёти:», «Мои данные:» as a line of its own; null: the line is no such heading. */
export function ownerOfHeading(line: string): 'own' | 'other' | null {
  if (line.length > 90 || !/[:：]\s*$/u.test(line)) return null;
  if (/(?<!\p{L})(?:е[её]|его|их)\s{1,3}(?:данн|реквизит|сведени|контакт)/iu.test(line)) return 'other';
  const named =
    /данн|сведени|реквизит|информаци|контакт/iu.test(line) || line.trim().split(/\s+/u).length <= 3;
  return named ? (ownerMarks(line).at(-1)?.owner ?? null) : null;
}

/** Right behind a value: «…, это не мой», «(наш поставщик)», «(мамин)»; «(мой)». */
const BEHIND_OTHER =
  /^\s{0,2}(?:[,;–—-]\s{0,2}|\(\s{0,2})?(?:(?:но|и|а)\s)?(?:(?:это|он|она|оно|котор\p{L}{2,3}|который)\s)?(?:явно\s|точно\s|вообще\s|совсем\s)?(?:(?:номер|адрес|почта|телефон|снилс|инн)\s)?(?:не мо(?:й|я|ё|е|и)(?!\p{L})|чуж|бывш|прежн|предыдущ|не принадлеж|принадлежит\s(?!мне)|неверн|неправильн|ошибочн|посторонн|не я(?!\p{L}))/iu;
const BEHIND_PERSON =
  /^\s{0,2}(?:[–—-]\s{0,2}|\(\s{0,2})(?:это\s)?(?:(?:мо|наш|сво)\p{L}{1,3}\s)?([\p{L}«»" -]{2,40})/iu;
const BEHIND_OWN =
  /^\s{0,2}(?:[,–—-]\s{0,2}|\(\s{0,2})?(?:это\s)?мо(?:й|я|ё|е)(?!\p{L})(?=\s{0,2}(?:[).,;!]|$))/iu;

/** What stands right behind a value says of it; null: nothing. */
export function ownerBehind(text: string): 'own' | 'other' | null {
  if (BEHIND_OWN.test(text)) return 'own';
  if (BEHIND_OTHER.test(text)) return 'other';
  const words = BEHIND_PERSON.exec(text.slice(0, 60))?.[1] ?? '';
  return words !== '' && hits(PERSON, words).length > 0 ? 'other' : null;
}

/** Right before a label: «её СНИЛС», «у него ИНН»; a label itself may go on so: «СНИЛС мамы». */
const BEFORE_OTHER = /(?<!\p{L})(?:е[её]|его|их|у (?:него|не[её]|них)|ему|ей)\s{1,3}(?:номер\s|полный\s)?$/iu;

export function isOthersBefore(text: string): boolean {
  return BEFORE_OTHER.test(text.slice(-40));
}

const CALL =
  /(?<!\p{L})(?:(?:по|пере)?звоните|перезвон\p{L}{2,5}|прошу (?:по|пере)звонить|(?:лучше|удобнее|можно|надо) (?:по)?звонить|жду (?:вашего )?звонка|по телефону|по тел\.?)(?!\p{L})/iu;
const WRITE =
  /(?<!\p{L})(?:ответ\p{L}{0,6}|писать|пишите|напишите|отвечайте|отвечать|пришлите|присылайте|направ\p{L}{2,6}|вышлите|жду ответа)[^.!?\n]{0,60}?(?:почт|e-?mail|имейл|емейл|@)|отвечайте сюда/iu;

/** How a letter asks to be answered; null: it does not say, or both ways. */
export function askedWay(text: string): 'phone' | 'email' | null {
  const call = CALL.test(text);
  const write = WRITE.test(text);
  return call === write ? null : call ? 'phone' : 'email';
}

function hits(pattern: RegExp, text: string): number[] {
  return [...text.matchAll(pattern)].map(({ index }) => index);
}
