// A page that is told «something changed» fetches itself again and puts in what is new, once for a burst of such words, and never
// while somebody is at a field. What somebody filled in, opened or is at stays. Without a script the page is the same and is loaded
// again by hand.
const main = document.querySelector('main');
const state = document.querySelector('#live');

const say = (words, href) => {
  state.textContent = words;
  state.className = words === '' ? 'unseen' : 'alert';
  if (href === undefined) return;
  const link = document.createElement('a');
  link.href = href;
  link.textContent = 'Войти снова';
  state.append(' ', link);
};

const FIELDS = 'input:not([type=hidden]), textarea, select';

const isAtField = () => document.activeElement?.matches(`main :is(${FIELDS})`) === true;

/** Somebody changed it and has not sent it yet. */
const isTouched = (field) => {
  if (field.matches('select'))
    return field.selectedOptions[0] !== (field.querySelector('option[selected]') ?? field.options[0]);
  return field.matches('[type=checkbox], [type=radio]')
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
};

const isBusy = (part) =>
  part.querySelector('details[open]') !== null || [...part.querySelectorAll(FIELDS)].some(isTouched);

/** The link that has the focus is found again by its address. */
const replace = (old, fresh) => {
  const at = old.contains(document.activeElement) ? document.activeElement : null;
  const href = at?.getAttribute('href');
  const label = at?.getAttribute('aria-labelledby');
  const scrolled = old.querySelector('.wide')?.scrollLeft ?? 0;
  old.replaceWith(fresh);
  const wide = fresh.querySelector('.wide');
  if (wide !== null) wide.scrollLeft = scrolled;
  if (href) fresh.querySelector(`[href='${CSS.escape(href)}']`)?.focus({ preventScroll: true });
  else if (label) fresh.querySelector(`.wide[aria-labelledby='${label}']`)?.focus({ preventScroll: true });
};

/** `over`: nobody is signed in any more; `later`: somebody came to a field meanwhile, and nothing was put in. */
const refresh = async (signIn) => {
  const answer = await fetch(location.href, { headers: { 'x-page-live': '1' }, redirect: 'manual' });
  if (answer.type === 'opaqueredirect' || answer.status === 401) {
    say('Сессия завершена.', signIn);
    return 'over';
  }
  if (!answer.ok) return 'done';
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (isAtField()) return 'later';
  const now = [...main.children];
  const then = [...fresh.children];
  if (now.length !== then.length) {
    if (!isBusy(main) && !main.contains(document.activeElement)) main.replaceChildren(...then);
    return 'done';
  }
  for (const [place, old] of now.entries())
    if (old.outerHTML !== then[place].outerHTML && !isBusy(old)) replace(old, then[place]);
  return 'done';
};

/** What is told within it is one change. */
const BURST_MS = 1_000;
/** From one look to the next at least. */
const BETWEEN_MS = 5_000;

if (state !== null) {
  const { live, signIn } = state.dataset;
  const source = new EventSource(live);
  let isWanted = false;
  let isComing = false;
  let lookedAt = -BETWEEN_MS;
  /** Whoever is at a field is waited for: leaving it looks again. */
  const look = () => {
    isWanted = true;
    if (isComing || isAtField()) return;
    isComing = true;
    setTimeout(() => void lookNow(), Math.max(BURST_MS, lookedAt + BETWEEN_MS - performance.now()));
  };
  const lookNow = async () => {
    if (!isAtField()) {
      isWanted = false;
      lookedAt = performance.now();
      const came = await refresh(signIn).catch(() => {
        say('Нет связи, числа могли устареть.');
      });
      if (came === 'over') source.close();
      isWanted ||= came === 'later';
    }
    isComing = false;
    if (isWanted) look();
  };
  main.addEventListener('focusout', () => {
    if (isWanted) look();
  });
  let wasLost = false;
  source.addEventListener('change', look);
  source.addEventListener('open', () => {
    say('');
    if (wasLost) look();
    wasLost = false;
  });
  source.addEventListener('end', () => {
    source.close();
    say('Сессия завершена.', signIn);
  });
  source.addEventListener('error', () => {
    wasLost = true;
    if (source.readyState === EventSource.CLOSED) look();
    say('Нет связи, числа могли устареть.');
  });
}
