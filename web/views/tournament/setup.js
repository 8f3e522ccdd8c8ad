/** @import { DayContext, Participant } from '../../types.d.ts' */
import { ApiError } from '../../api.js';
import { el } from '../../dom.js';
import { field, form } from '../../form.js';
import { update as morph } from '../../morph.js';
import { onceSender } from '../../once.js';
import { draws } from './draws.js';

/**
 * What staff do before the draw: let people in, enter guests, publish; and draws at any time.
 * @param {DayContext} context
 */
export function setup(context) {
  const { path, day, reload, say } = context;
  const send = onceSender();
  const node = el('div', { class: 'setup' });
  const guests = el('div', { 'data-key': 'guests' }, guestForm());
  const draft = el('div', { 'data-key': 'draft' }, publishForm());
  const drawing = draws(context);

  function update() {
    const { me, tournament, participants } = day();
    const isOpen = me.is_staff && tournament.status === 'setup';
    const asking = isOpen ? participants.filter(({ status }) => status === 'pending') : [];
    // What is there already stays as it is: somebody may be typing there.
    morph(node, [
      ...asking.map((one) => node.querySelector(`[data-key="${requestKey(one)}"]`) ?? request(one)),
      isOpen && guests,
      isOpen && tournament.phase === 'draft' && draft,
      drawing.node,
    ]);
    drawing.update();
  }

  /**
   * @param {string} method
   * @param {string} part of the tournament
   * @param {unknown} body
   * @param {string} done what is said when it is
   */
  async function act(method, part, body, done) {
    await send(method, `${path}/${part}`, body);
    await reload();
    say(done);
  }

  /** @param {Participant} participant */
  function request(participant) {
    const { id, name } = participant;
    const own = `participants/${id}`;
    return el(
      'section',
      { class: 'request', 'data-key': requestKey(participant), 'aria-label': `Request of ${name}` },
      el('p', {}, `${name} asks to join.`),
      form({
        submit: `Let ${name} in`,
        children: [],
        send: () => act('PATCH', `${own}/approve`, {}, `${name} takes part.`),
      }),
      el(
        'details',
        {},
        el('summary', {}, `Refuse ${name}`),
        form({
          submit: 'Refuse',
          children: [field('Why, as they will be told', { name: 'reason', required: true, maxlength: 500 })],
          send: (values) => act('PATCH', `${own}/reject`, values, `${name} was refused.`),
        }),
      ),
    );
  }

  function guestForm() {
    const entered = form({
      submit: 'Add them',
      children: [
        field('Add people without an account, one name a line', { name: 'participants', rows: 4, required: true }),
      ],
      send: async ({ participants: text = '' }) => {
        const lines = text.split('\n').flatMap((typed, index) => {
          const name = typed.trim();
          return name === '' ? [] : [{ name, line: index + 1 }];
        });
        const participants = lines.map(({ name }) => ({ name }));
        await send('PUT', `${path}/participants`, { participants }).catch((error) => {
          throw atLine(error, lines);
        });
        entered.reset();
        await reload();
        say(participants.length === 1 ? 'One was added.' : `${participants.length} were added.`);
      },
    });
    return entered;
  }

  function publishForm() {
    return form({
      submit: 'Publish',
      children: [el('p', {}, 'Only staff see this draft.')],
      send: () => act('POST', 'publish', {}, 'It is published.'),
    });
  }

  return { node, update };
}

/** @param {Participant} participant */
function requestKey({ id }) {
  return `request-${id}`;
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
