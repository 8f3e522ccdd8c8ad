/** @import { AuditPage, Person } from '../types.d.ts' */
import { get, patch } from '../api.js';
import { el } from '../dom.js';
import { field, form } from '../form.js';
import { formatTime, roles } from '../words.js';

/** What can be decided, by how somebody stands. */
const decisions = {
  pending: { approve: 'Approve', reject: 'Reject', ban: 'Ban', role: 'Change the role' },
  rejected: { approve: 'Approve after all', ban: 'Ban', role: 'Change the role' },
  active: { role: 'Change the role', ban: 'Ban' },
  banned: { unban: 'Lift the ban', ban: 'Change the ban', role: 'Change the role' },
};

/**
 * Asks what shall become of somebody, with what was decided before.
 * @param {Person} person
 * @param {(sentence: string) => void} decided is told what has happened
 */
export async function decisionDialog(person, decided) {
  const { id, full_name, email, role, status } = person;
  const decision = field('Decision', { name: 'decision' }, { options: decisions[status] });
  const newRole = field('New role', { name: 'role' }, { options: roles });
  const until = field(
    'Until',
    { name: 'until', type: 'date', min: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) },
    { hint: 'The ban ends by itself at the beginning of that day. Leave it empty for a ban without an end.' },
  );
  const reason = field('Reason', { name: 'reason', maxlength: 500 }, { hint: 'The person may read it.' });
  const decide = form({
    submit: 'Decide',
    children: [decision, newRole, until, reason],
    send: async (values) => {
      /** @type {{ detail: string }} */
      const { detail } = await send(id, values);
      dialog.close();
      decided(`${full_name}: ${detail}`);
    },
  });
  const history = el('div');
  /** @type {HTMLDialogElement} */
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'decision-title', onclose: () => dialog.remove() },
    el('h2', { id: 'decision-title' }, full_name),
    el('p', { class: 'quiet' }, `${email}, ${roles[role]}`),
    decide,
    el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
    el('h3', {}, 'Decided before'),
    history,
  );

  /** Only what belongs to the decision. */
  function adapt() {
    const chosen = new FormData(decide).get('decision');
    newRole.hidden = chosen !== 'role';
    until.hidden = chosen !== 'ban';
    reason.hidden = chosen === 'approve' || chosen === 'unban';
    reason.querySelector('input')?.toggleAttribute('required', chosen === 'reject');
  }
  decide.addEventListener('change', adapt);
  const select = newRole.querySelector('select');
  if (select) select.value = role;
  adapt();
  document.body.append(dialog);
  dialog.showModal();
  /** @type {AuditPage} */
  const { items } = await get(`/api/users/${id}/audit?limit=10`);
  history.replaceChildren(
    items.length === 0 ? el('p', { class: 'quiet' }, 'Nothing.') : el('ul', { class: 'history' }, items.map(entry)),
  );
}

/**
 * @param {number} id
 * @param {Record<string, string>} values
 */
function send(id, { decision, role, until, reason }) {
  const because = reason ? { reason } : {};
  switch (decision) {
    case 'role':
      return patch(`/api/users/${id}/role`, { role, ...because });
    case 'ban':
      return patch('/api/users/ban', {
        user_id: id,
        until: until ? new Date(`${until}T00:00`).toISOString() : null,
        ...because,
      });
    case 'reject':
      return patch('/api/users/reject', { user_id: id, reason });
    default:
      return patch(`/api/users/${decision}`, { user_id: id });
  }
}

const actions = {
  approve: 'Approved',
  reject: 'Rejected',
  ban: 'Banned',
  unban: 'Ban lifted',
  'change-role': 'Role changed',
  delete: 'Deleted',
  restore: 'Restored',
  create: 'Account made',
  unlock: 'Login unlocked',
};

/** @param {AuditPage['items'][number]} entry */
function entry({ action, at, actor_id, after, reason }) {
  const detail = typeof after['role'] === 'string' ? ` to ${after['role']}` : '';
  return el(
    'li',
    {},
    `${actions[action]}${detail}${reason === null ? '' : `: ${reason}`} `,
    el(
      'span',
      { class: 'quiet' },
      el('time', { datetime: at }, formatTime(at)),
      actor_id === null ? ', by itself' : `, by user ${actor_id}`,
    ),
  );
}
