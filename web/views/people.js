/** @import { Person, PersonPage, View } from '../types.d.ts' */
import { get, post } from '../api.js';
import { el, messageOf, spoken } from '../dom.js';
import { field } from '../form.js';
import { loader } from '../loader.js';
import { roles, standingBadge, standings } from '../words.js';
import { decisionDialog } from './decision.js';

const pageSize = 25;
/** After the last key: people type several. */
const typingMs = 250;

/**
 * Everybody, for admins: who waits first, then whoever is looked for.
 * @returns {View}
 */
export function peopleView() {
  const outcome = el('p', { role: 'status' });
  const waiting = el('section');
  const found = el('ul', { class: 'cards' });
  const more = el('button', { type: 'button', hidden: true, onclick: () => rest.reload() }, 'Show more people');
  /** @type {string | null} */
  let cursor = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  const queue = loader(async () => {
    /** @type {PersonPage} */
    const { items, next_cursor } = await get(`/api/users/?status=pending&limit=${pageSize}`);
    waiting.replaceChildren(
      ...(items.length === 0 ? [el('p', { class: 'quiet' }, 'Nobody waits for approval.')] : waitingList(items)),
      ...(next_cursor === null ? [] : [el('p', { class: 'quiet' }, `These are the first ${items.length}.`)]),
    );
  });
  const results = loader(async () => {
    const page = await search(null);
    found.replaceChildren(...page.items.map(card));
    if (page.items.length === 0) found.replaceChildren(el('li', { class: 'quiet' }, 'Nobody was found.'));
  });
  const rest = loader(async () => {
    if (cursor === null) return;
    const page = await search(cursor);
    const cards = page.items.map(card);
    found.append(...cards);
    cards[0]?.querySelector('button')?.focus();
  });

  /** @param {string | null} after */
  async function search(after) {
    const query = new URLSearchParams({ limit: String(pageSize) });
    for (const [name, value] of new FormData(filter)) {
      if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
    }
    if (after !== null) query.set('cursor', after);
    /** @type {PersonPage} */
    const page = await get(`/api/users/?${query.toString()}`);
    cursor = page.next_cursor;
    more.hidden = cursor === null;
    return page;
  }

  const filter = el(
    'form',
    { role: 'search', class: 'filter', onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    field('Name or email', { name: 'q', type: 'search', autocomplete: 'off', maxlength: 100 }),
    field('Role', { name: 'role' }, { options: { '': 'Every role', ...roles } }),
    field('Standing', { name: 'status' }, { options: { '': 'Every standing', ...standings } }),
  );
  filter.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(results.reload, typingMs);
  });

  /** @param {Person[]} people */
  function waitingList(people) {
    const approveAll = async () => {
      const { results: outcomes } = await post('/api/users/bulk-approve', { user_ids: people.map(({ id }) => id) });
      const count = outcomes.filter((/** @type {{ outcome: string }} */ one) => one.outcome === 'approved').length;
      decided(`${count} ${count === 1 ? 'person is' : 'people are'} approved.`);
    };
    const all = el(
      'button',
      { type: 'button', onclick: () => approveAll().catch(complain) },
      `Approve all ${people.length}`,
    );
    return [el('ul', { class: 'cards' }, people.map(card)), el('p', { class: 'actions' }, people.length > 1 && all)];
  }

  /** @param {Person} person */
  function card(person) {
    const { full_name, email, role, status } = person;
    return el(
      'li',
      { class: 'card person' },
      el('h3', {}, full_name),
      standingBadge(status),
      el('p', { class: 'quiet' }, email, el('br'), roles[role]),
      el(
        'p',
        { class: 'actions' },
        el(
          'button',
          { type: 'button', onclick: () => decisionDialog(person, decided).catch(complain) },
          'Decide',
          spoken(` about ${full_name}`),
        ),
      ),
    );
  }

  /** @param {string} sentence */
  function decided(sentence) {
    outcome.textContent = sentence;
    queue.reload();
    results.reload();
  }

  /** @param {unknown} error */
  function complain(error) {
    outcome.textContent = messageOf(error);
  }

  const node = el(
    'section',
    {},
    el('h1', { tabindex: -1 }, 'People'),
    outcome,
    el('section', {}, el('h2', {}, 'Waiting for approval'), queue.progress, waiting),
    el('section', {}, el('h2', {}, 'Everybody'), filter, results.progress, found, rest.progress, more),
  );
  queue.reload();
  results.reload();
  return { title: 'People', node, stop: () => clearTimeout(typing) };
}
