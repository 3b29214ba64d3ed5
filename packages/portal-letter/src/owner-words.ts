/** Words by which a citizen says whose a number is: one's own, somebody else's, or nobody's they know. */

/** Not the writer's: strangers, and what is wrong. */
const STRANGER =
  /(?<!\p{L})(?:чуж|посторонн|незнаком|неизвестн|мошенн|прежн|предыдущ|бывш|друг(?:ого|ой|им|ому) (?:человек|гражданин|лиц|жител|пользовател|абонент|клиент|номер|снилс|инн)|друг(?:ой|ого) (?:снилс|инн|номер)|не\s{1,3}мо(?:й|я|ё|е|и|его|ей|им)(?!\p{L})|не\s{1,3}принадлеж|ошибочн|неверн|неправильн|второй (?:снилс|инн|номер)|однофамил|соседк|сосед)/iu;

/** Whether words speak of what is somebody else's, or wrong. */
export function speaksOfAnother(text: string): boolean {
  return STRANGER.test(text.slice(-400));
}
