/** What a call to Zammad was for, in words; by the call and not by what Zammad says of it, which differs by version, language and right. */

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^GET \/tickets\/\d+$/, 'чтение тикета'],
  [/^PUT \/tickets\/\d+$/, 'запись в тикет'],
  [/^POST \/tickets$/, 'создание тикета'],
  [/^(GET|POST) \/tickets\/(search|selector)/, 'поиск тикетов'],
  [/^GET \/ticket_history\//, 'чтение истории тикета'],
  [/^PUT \/ticket_merge\//, 'объединение тикетов'],
  [/^POST \/ticket_articles$/, 'сообщение в тикете'],
  [/^DELETE \/ticket_articles\//, 'удаление своей заметки'],
  [/^GET \/ticket_(articles|article_plain|attachment)\b/, 'чтение сообщений тикета'],
  [/^\w+ \/links\b/, 'связь тикетов'],
  [/^\w+ \/tags\b/, 'теги тикета'],
  [/^GET \/(groups|ticket_states|signshow)\b/, 'чтение справочников'],
  [/^GET \/users\/me$/, 'проверка ключа'],
  [/^POST \/users$/, 'заведение заявителя'],
  [/^\w+ \/knowledge_bases\b/, 'база знаний'],
];

/** `запись в тикет (PUT /tickets/7)`; a call without a name of its own stands for itself. */
export const requestInWords = (method: string, path: string): string => {
  const call = `${method} ${path}`;
  const known = kinds.find(([pattern]) => pattern.test(call));
  return known === undefined ? call : `${known[1]} (${call})`;
};

/** Whether the call writes a ticket or something on one. */
export const writesTicket = (method: string, path: string): boolean =>
  method !== 'GET' && /^\/(tickets(\/\d+)?|ticket_articles|ticket_merge\/.*|tags\/.*|links\/.*)$/.test(path);
