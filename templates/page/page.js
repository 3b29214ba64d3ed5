// A page that is told «something changed» fetches itself again and puts in what is new. What somebody types in, opened or is at
// stays. Without a script the page is the same and is loaded again by hand.
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

const isBusy = (part) =>
  part.querySelector('details[open]') !== null ||
  [...part.querySelectorAll('input:not([type=hidden]), textarea, select')].some(
    (field) => field === document.activeElement || field.value !== field.defaultValue,
  );

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

const refresh = async (signIn) => {
  const answer = await fetch(location.href, { headers: { 'x-page-live': '1' }, redirect: 'manual' });
  if (answer.type === 'opaqueredirect' || answer.status === 401) {
    say('Сессия завершена.', signIn);
    return false;
  }
  if (!answer.ok) return true;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  const now = [...main.children];
  const then = [...fresh.children];
  if (now.length !== then.length) {
    if (!isBusy(main) && !main.contains(document.activeElement)) main.replaceChildren(...then);
    return true;
  }
  for (const [place, old] of now.entries())
    if (old.outerHTML !== then[place].outerHTML && !isBusy(old)) replace(old, then[place]);
  return true;
};

if (state !== null) {
  const { live, signIn } = state.dataset;
  const source = new EventSource(live);
  let running = Promise.resolve();
  const look = () => {
    running = running
      .then(() => refresh(signIn))
      .then((goesOn) => {
        if (!goesOn) source.close();
      })
      .catch(() => say('Нет связи, числа могли устареть.'));
  };
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
