/** Groups of the regulation and of the sample regions, as the stories name them. */
export const UFA = 'СП РПГУ::Республика Башкортостан';
export const KAMCHATKA = 'СП РПГУ::Камчатский край';
export const ENTRY = 'Начальник смены ЦПП';
export const FEDERAL = 'СП ЕПГУ';
export const TECHNICAL = 'СТП ЕПГУ';
export const CLAIMS = 'ГРП';
