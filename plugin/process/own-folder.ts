/** What `init` puts into an admin's own folder: as little as can be filled in an evening, each file saying what it is for. */

const federal = `# Федеральная сторона: впишите свои номера и адрес. Остальные ключи (группы, пояс) берутся из пакета; любой можно переопределить здесь.
# transferPhone: '+7…'            # п. 2.2: номер СП ЕПГУ для перевода звонков
# claimContacts:                  # п. 3.11.2 и 4.3.4: сообщаются заявителю вместе с номером претензии
#   phone: '+7…'
#   email: …
{}
`;

const region = `# Образец: скопируйте в regions/<id>.yaml (по файлу на регион) и впишите своё.
id: moy-region                # латиницей, не меняется
name: Мой регион
timeZone: Europe/Moscow
mailDomains: [portal.region.ru] # с каких доменов портал шлёт обращения
transferPhone: null           # п. 2.2: номер СП РПГУ в виде '+7…'; null — не предоставлен
# holidays: [{ date: 2026-06-01, name: Региональный праздник }]
# accessRegister:             # п. 2.3: кому дан доступ и по какой заявке
#   application: { number: 1/А, date: 2026-01-15, signedBy: И. О. Фамилия }
#   persons: [{ name: Имя Фамилия, email: i.familiya@region.ru, role: Оператор СП РПГУ }]
protocol: null                # раздел 5; подписан — { number: 1/П, from: 2026-01-01, normative: true, firstResponseMinutes: 60, solutionMinutes: 960 }
`;

const readme = `# Своя папка Reglament

Здесь только ваше. Остальное читается из установленного пакета и обновляется вместе с ним; файлы пакета не правят.

- \`regions/\` — по файлу на регион; образец — \`regions/obrazec.txt\`
- \`federal.yaml\`, \`stance.yaml\`, \`faq.yaml\`, \`intake.yaml\`, \`vocabulary.yaml\` — ключ отсюда действует вместо ключа пакета
- \`helpdesk/*.yaml\`, \`regulation/*.yaml\` — запись с тем же именем (name, у пунктов — ids) дополняет запись пакета своими ключами,
  новая добавляется; имя в \`removed\` убирает запись пакета
- \`calendars/<год>.yaml\` — целиком вместо календаря пакета
- \`adopt.yaml\` — слово о каждом чужом объекте Zammad, который можно принять под управление

Проверить без Zammad: \`reglament check\`. Переменные — в \`reglament.env.sample\`; \`REGLAMENT_CONFIG\` указывает на эту папку.
`;

const environment = `# Образец: скопируйте в reglament.env (доступ 0600) и впишите своё.
ZAMMAD_URL=https://
ZAMMAD_TOKEN_FILE=/etc/reglament/token
REGLAMENT_PUBLIC_URL=https://
REGLAMENT_WEBHOOK_SECRET_FILE=/etc/reglament/webhook-secret
REGLAMENT_CONFIG=/etc/reglament
REGLAMENT_DATA=/var/lib/reglament
# DATABASE_URL=postgresql://reglament:…@127.0.0.1:5432/reglament
# NODE_EXTRA_CA_CERTS=/etc/ssl/certs/own-ca.pem
`;

/** Path below the folder → text. `version`: of the package that makes it. */
export const ownFolder = (version: string): Readonly<Record<string, string>> => ({
  'reglament.yaml': `# По этому файлу папка узнаётся как своя: остальное берётся из пакета.\nmadeBy: ${version}\n`,
  'federal.yaml': federal,
  'stance.yaml':
    '# observe — только смотреть; note — не дальше внутренних заметок, полей не пишет; act — действовать.\nstance: observe\n',
  'adopt.yaml':
    '# Чужие объекты Zammad, которые можно принять под управление: вид → имена. plan скажет, о каких нужно слово.\nadopt: {}\n',
  'regions/obrazec.txt': region,
  'reglament.env.sample': environment,
  'README.md': readme,
  '.gitignore': 'data/\nplan.json\nreglament.env\n',
});
