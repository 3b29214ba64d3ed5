/** Locales in the order of their ids: code, alias (- for none), name. One a line. */
export const SEED_LOCALES = `
en-us en English (United States)
bg - Bulgarian (Български)
cs - Czech (Česky)
da - Dansk
el - Greek (Ελληνικά)
et - Eesti
en-ca - English (Canada)
en-gb - English (Great Britain)
es-es es Español
es-co - Español (Colombia)
es-mx - Español (México)
fi - Suomi
fr-fr fr Français
fr-ca - Français (Canada)
hr - Hrvatski
hu - Magyar
it-it it Italiano
ja - Japanese (日本語)
lt - Lietuvių kalba
lv - Latvijas
no-no nb Norsk bokmål
nl-nl nl Nederlands
pl - Polski
pt-pt pt Português
pt-br - Português Brasileiro
ru - Russian (Русский)
sk - Slovak (Slovenčina)
sl - Slovenian (Slovenčina)
sv-se sv Svenska
tr - Türkçe
uk - Ukrainian (Українська)
vi - Vietnam (ViɆt Nam)
zh-cn - Chinese (Sim.) (简体中文)
hi-in hi Hindi (हिंदी)
de-de de Deutsch
he-il - Hebrew (עִבְרִית)
fa-ir fa Persian (فارسى)
ms-my ms Malay (Bahasa Malaysia)
ro-ro ro Romanian (Românesc)
ar ar Arabic
sr-cyrl-rs sr Serbian Cyrillic (српски)
sr-latn-rs - Serbian Latin (srpski)
is - Icelandic (Íslenska)
rw - Ikinyarwanda
ko-kr ko Korean (한국어)
es-ca - Català
zh-tw - Chinese (Trad.) (繁體中文)
th - Thai (ภาษาไทย)
`;
