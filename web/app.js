/** @import { LiveState, View } from './types.d.ts' */
import { watchAlarms } from './alarms.js';
import { logOut } from './api.js';
import { bell, showBell } from './bell.js';
import { byId, el } from './dom.js';
import { laterView } from './later.js';
import { startLive, stopLive } from './live.js';
import { showNews } from './news.js';
import { currentUser } from './session.js';
import { changePasswordView } from './views/change-password.js';
import { eventsView } from './views/events.js';
import { forgotPasswordView } from './views/forgot-password.js';
import { loginView } from './views/login.js';
import { peopleView } from './views/people.js';
import { notificationsView } from './views/notifications.js';
import { profileView } from './views/profile.js';
import { registerView } from './views/register.js';
import { resetPasswordView } from './views/reset-password.js';
import { sessionsView } from './views/sessions.js';
import { tournamentsView } from './views/tournaments.js';

const main = byId('main');
/** @type {View | undefined} */
let shown;
/** The person the page is showing itself to. @type {number | undefined} */
let userId;
/** @type {() => void} */
let stopNews = () => undefined;
/** @type {() => void} */
let stopAlarms = () => undefined;
/** @type {() => void} */
let stopBell = () => undefined;
/** Told at the next login form. @type {string | undefined} */
let notice;

/**
 * @param {string} hash
 * @returns {View}
 */
function viewOf(hash) {
  const link = /^#\/reset-password\/([\w-]+)$/.exec(hash)?.[1];
  if (link !== undefined) return resetPasswordView(link);
  if (hash === '#/forgot-password') return forgotPasswordView();
  const user = currentUser();
  if (user === undefined) return hash === '#/register' ? registerView() : loginView(notice);
  if (hash === '#/sessions') return sessionsView();
  if (hash === '#/password') return changePasswordView();
  if (hash === '#/events' && user.role === 'admin') return eventsView();
  if (hash === '#/people' && user.role === 'admin') return peopleView();
  if (hash === '#/notifications') return notificationsView(user.id);
  if (hash === '#/profile') return profileView();
  if (hash === '#/tournaments/new' && user.role !== 'member') {
    return laterView('New tournament', async () => (await import('./views/new-tournament.js')).newTournamentView());
  }
  const id = /^#\/tournaments\/(\d+)$/.exec(hash)?.[1];
  if (id === undefined) return tournamentsView();
  return laterView('Tournament', async () => (await import('./views/tournament.js')).tournamentView(id, setTitle));
}

/** @param {string} title */
function setTitle(title) {
  document.title = `${title} – Gym tournaments`;
}

/** @param {boolean} isMove false for the first view of the page, whose focus the browser has set */
function show(isMove) {
  shown?.stop?.();
  shown = viewOf(location.hash);
  main.replaceChildren(shown.node);
  setTitle(shown.title);
  if (!isMove) return;
  window.scrollTo(0, 0);
  shown.node.querySelector('h1')?.focus();
}

function showAccount() {
  const user = currentUser();
  byId('account').replaceChildren(
    ...(user === undefined
      ? []
      : [
          bell,
          ...(user.role === 'admin' ? [el('a', { href: '#/people' }, 'People')] : []),
          el(
            'a',
            { class: 'who', href: '#/profile' },
            user.full_name ?? user.email,
            el('span', { class: 'quiet' }, ` ${user.role}`),
          ),
          el('button', { type: 'button', onclick: () => void logOut() }, 'Log out'),
        ]),
  );
}

/** @type {LiveState} */
let live = 'off';

function showConnection() {
  const line = byId('connection');
  const isTrouble = !navigator.onLine || live === 'waiting';
  line.className = navigator.onLine && live === 'live' ? 'live' : isTrouble ? 'trouble' : '';
  line.textContent = !navigator.onLine
    ? 'You are offline. What you see may be old.'
    : { off: '', connecting: '', live: 'Live', waiting: 'The connection is lost. Trying again…' }[live];
}

function onSession() {
  showAccount();
  const user = currentUser();
  const now = user?.id;
  if (now === userId) return;
  userId = now;
  stopNews();
  stopAlarms();
  stopBell();
  stopLive();
  stopNews = () => undefined;
  stopAlarms = () => undefined;
  stopBell = () => undefined;
  if (user !== undefined) {
    notice = undefined;
    stopNews = showNews(user.id);
    stopAlarms = watchAlarms(user);
    stopBell = showBell(user.id);
    startLive((state) => {
      // A retry looks the same as the wait before it: no flicker between the two.
      live = state === 'connecting' && live === 'waiting' ? 'waiting' : state;
      showConnection();
    });
  }
}

window.addEventListener('session', (event) => {
  notice = event instanceof CustomEvent && typeof event.detail === 'string' ? event.detail : undefined;
  const before = userId;
  onSession();
  if (before === userId) return;
  if (userId !== undefined && /^#\/(login|register|forgot-password)$/.test(location.hash)) location.hash = '#/';
  else show(true);
});
window.addEventListener('hashchange', () => show(true));
// Its address would replace the one of the view.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('online', showConnection);
window.addEventListener('offline', showConnection);

onSession();
showConnection();
show(false);
