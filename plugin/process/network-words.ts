/** Why Zammad was not reached, in words and with what to do: by the code that the network or its TLS gave. */

const certificate = 'сертификат Zammad не принят';
const ownAuthority =
  'если он выдан своим удостоверяющим центром, укажите его файл в NODE_EXTRA_CA_CERTS и запустите снова';

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'соединение отвергнуто: по этому адресу и порту никто не слушает; проверьте порт в ZAMMAD_URL и что Zammad запущен',
  ENOTFOUND: 'имя узла не найдено в DNS: проверьте имя в ZAMMAD_URL',
  EAI_AGAIN: 'имя узла не найдено: DNS не отвечает; проверьте сеть этой машины',
  EHOSTUNREACH: 'до узла нет маршрута: проверьте сеть и межсетевой экран',
  ENETUNREACH: 'сеть недоступна: проверьте сеть этой машины',
  ECONNRESET: 'соединение оборвано посередине: посмотрите журнал веб-сервера перед Zammad',
  EPIPE: 'соединение оборвано посередине: посмотрите журнал веб-сервера перед Zammad',
  UND_ERR_SOCKET: 'соединение оборвано посередине: проверьте, что http или https в ZAMMAD_URL стоит верно',
  ETIMEDOUT: 'соединение не установлено за отведённое время: проверьте адрес и межсетевой экран',
  UND_ERR_CONNECT_TIMEOUT:
    'соединение не установлено за отведённое время: проверьте адрес и межсетевой экран',
  DEPTH_ZERO_SELF_SIGNED_CERT: `${certificate}: он подписан сам собой; ${ownAuthority}`,
  SELF_SIGNED_CERT_IN_CHAIN: `${certificate}: в цепочке самоподписанный; ${ownAuthority}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${certificate}: нет промежуточного; настройте полную цепочку в веб-сервере, а ${ownAuthority}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${certificate}: издатель неизвестен; ${ownAuthority}`,
  CERT_HAS_EXPIRED: `${certificate}: срок истёк; продлите его`,
  CERT_NOT_YET_VALID: `${certificate}: срок ещё не начался; проверьте часы этой машины`,
  ERR_TLS_CERT_ALTNAME_INVALID: `${certificate}: он на другое имя; возьмите в ZAMMAD_URL имя из сертификата`,
};

/** `code` as the system or TLS gives it; null when it gave none. */
export const networkWords = (code: string | null): string => {
  const known = words[code ?? ''];
  if (known !== undefined) return known;
  if (/^(ERR_SSL_|EPROTO)/.test(code ?? ''))
    return 'TLS не согласован: вероятно, по этому порту отвечают без TLS; проверьте http или https и порт в ZAMMAD_URL';
  return `нет соединения${code === null ? '' : ` (${code})`}: проверьте ZAMMAD_URL и что Zammad запущен`;
};
