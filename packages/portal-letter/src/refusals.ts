/** «ИНН у меня нет», «я гражданин Узбекистана»: what a citizen writes not to have. Such a field is not asked for again. */
import type { IntakeField } from './types.js';

const LABELS = { snils: 'снилс\\p{L}{0,2}', inn: 'инн' } as const;
const EITHER = '(?:снилс\\p{L}{0,2}|инн)';
const NONE =
  '(?:нет(?! (?:доступ|возможн))|не имею|не имеется|отсутству\\p{L}{1,3}|не получал\\p{L}?|не оформл\\p{L}{1,4}|не выдавал\\p{L}{0,3}|не присвоен|не был\\p{L}? и нет)';
/** Words that make it the portal's number that is not found. */
const NOT_SO = '(?:таког\\p{L}|так\\p{L}{1,2}|моего|этого|верног\\p{L}|данных|ошиб\\p{L}{1,3})';

const FOREIGNER =
  /(?<!\p{L})(?:иностран(?:ец|ка|ный гражданин|ная гражданка|ного гражданина|ным гражданином)|без гражданства|граждан(?:ин|ка|ином|кой) (?!РФ|Росси|Российск)\p{Lu}\p{L}{2,})/u;

/** Fields of a text that its writer says not to have; a foreigner may have neither. */
export const refusedIn = (text: string): IntakeField[] => {
  const said = text.toLowerCase().replaceAll('ё', 'е');
  const fields = (['snils', 'inn'] as const).filter((field) => says(said, LABELS[field]));
  return fields.length === 0 && FOREIGNER.test(text) ? ['snils', 'inn'] : fields;
};

const says = (text: string, label: string): boolean => {
  const behind = new RegExp(
    `(?<!\\p{L})${label}(?!\\p{L})(?:,? и ${EITHER}|,? ни ${EITHER})?[^.!?;\\d\\n]{0,25}?(?<!\\p{L})${NONE}`,
    'u',
  );
  const before = new RegExp(
    `(?<!\\p{L})${NONE}\\s{1,2}(?!${NOT_SO})(?:(?:у меня|пока|еще|своего|ни)\\s{1,2}){0,2}(?:${EITHER}(?:,? (?:и|ни|или) ))?${label}(?!\\p{L})`,
    'u',
  );
  const match = behind.exec(text);
  return (
    (match !== null && !/портал|пишет|выда[её]т|карточк|кабинет|пол[ея]/u.test(match[0])) || before.test(text)
  );
};
