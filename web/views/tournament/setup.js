/** @import { Day, DayContext, Participant } from '../../types.d.ts' */
import { ApiError } from '../../api.js';
import { el } from '../../dom.js';
import { field, form, newId } from '../../form.js';
import { onceSender } from '../../once.js';

/**
 * What staff do before the draw: publish, let people in, enter guests, draw.
 * @param {DayContext} context
 */
export function setup({ path, day, reload, say }) {
  const send = onceSender();
  const requests = el('div');
  const guests = el('div');
  const draws = el('div');
  const node = el('div', { class: 'setup' }, requests, guests, draws);
  let shown = ['', ''];
  /** @type {Map<number, HTMLElement>} */
  const requestNodes = new Map();

  function update() {
    const now = day();
    const isOpen = now.me.is_staff && now.tournament.status === 'setup';
    const asking = isOpen ? now.participants.filter(({ status }) => status === 'pending') : [];
    const drawable = drawableOf(now);
    const states = [String(isOpen), JSON.stringify(drawable)];
    const isChanged = states.map((state, index) => state !== shown[index]);
    shown = states;
    // Each is left alone while it is the same: somebody may be typing there.
    showRequests(asking);
    if (isChanged[0]) guests.replaceChildren(...(isOpen ? [guestForm()] : []));
    if (isChanged[1]) draws.replaceChildren(...drawable.map(draw));
  }

  /** @param {Participant[]} asking */
  function showRequests(asking) {
    const ids = new Set(asking.map(({ id }) => id));
    for (const [id, shownRequest] of requestNodes) {
      if (ids.has(id)) continue;
      shownRequest.remove();
      requestNodes.delete(id);
    }
    for (const participant of asking.filter(({ id }) => !requestNodes.has(id))) {
      const fresh = request(participant);
      requestNodes.set(participant.id, fresh);
      requests.append(fresh);
    }
  }

  /** @param {Participant} participant */
  function request({ id, name }) {
    /**
     * @param {string} action
     * @param {unknown} body
     * @param {string} done
     */
    async function decide(action, body, done) {
      await send('PATCH', `${path}/participants/${id}/${action}`, body);
      await reload();
      say(`${name} ${done}.`);
    }
    return el(
      'section',
      { class: 'request', 'aria-label': `Request of ${name}` },
      el('p', {}, `${name} asks to join.`),
      form({ submit: `Let ${name} in`, children: [], send: () => decide('approve', {}, 'takes part') }),
      el(
        'details',
        {},
        el('summary', {}, `Refuse ${name}`),
        form({
          submit: 'Refuse',
          children: [field('Why, as they will be told', { name: 'reason', required: true, maxlength: 500 })],
          send: (values) => decide('reject', values, 'was refused'),
        }),
      ),
    );
  }

  function guestForm() {
    const id = newId('participants');
    const names = el('textarea', {
      id,
      name: 'participants',
      rows: 4,
      required: true,
      'aria-describedby': `${id}-fault`,
    });
    return form({
      submit: 'Add them',
      children: [
        el(
          'div',
          { class: 'field' },
          el('label', { for: id }, 'Add people without an account, one name a line'),
          names,
          el('p', { class: 'fault', id: `${id}-fault` }),
        ),
      ],
      send: async () => {
        const lines = names.value.split('\n').flatMap((line, index) => {
          const name = line.trim();
          return name === '' ? [] : [{ name, line: index + 1 }];
        });
        const participants = lines.map(({ name }) => ({ name }));
        await send('PUT', `${path}/participants`, { participants }).catch((error) => {
          throw atLine(error, lines);
        });
        names.value = '';
        await reload();
        say(participants.length === 1 ? 'One was added.' : `${participants.length} were added.`);
      },
    });
  }

  /** @param {{ id: number | null, name: string | undefined, isDraft: boolean, count: number | undefined }} due */
  function draw({ id, name, isDraft, count }) {
    if (isDraft) {
      return form({
        submit: 'Publish',
        children: [el('p', {}, 'Only staff see this draft.')],
        send: async () => {
          await send('POST', `${path}/publish`, {});
          await reload();
          say('It is published.');
        },
      });
    }
    return form({
      submit: name === undefined ? 'Draw and begin' : `Draw ${name}`,
      children: [el('p', {}, count === undefined ? '' : count === 1 ? 'One takes part.' : `${count} take part.`)],
      send: async () => {
        await send('POST', `${path}/generate-bracket`, id === null ? {} : { category_id: id });
        await reload();
        say(name === undefined ? 'It is drawn.' : `${name} is drawn.`);
      },
    });
  }

  return { node, update };
}

/** @param {Day} day */
function drawableOf({ me, tournament, participants, categories, undrawn }) {
  const { phase } = tournament;
  if (!me.is_staff || (phase === 'running' ? categories.size === 0 : tournament.status !== 'setup')) return [];
  if (phase === 'draft') return [{ id: null, name: undefined, isDraft: true, count: undefined }];
  if (categories.size === 0) {
    const count = participants.filter(({ status }) => status === 'approved').length;
    return [{ id: null, name: undefined, isDraft: false, count }];
  }
  return undrawn.map((id) => ({ id, name: categories.get(id), isDraft: false, count: undefined }));
}

/**
 * A refusal that names the line of what somebody has typed.
 * @param {unknown} error
 * @param {{ line: number }[]} lines
 */
function atLine(error, lines) {
  if (!(error instanceof ApiError)) return error;
  const faults = [...error.fields].flatMap(([pointer, message]) => {
    const index = /^participants\/(\d+)/.exec(pointer)?.[1];
    const line = index === undefined ? undefined : lines[Number(index)]?.line;
    return line === undefined ? [] : [`Line ${line}: ${message}`];
  });
  if (faults.length > 0) error.fields = new Map([['participants', faults.join('. ')]]);
  return error;
}
