/** @import { Panel } from './types.d.ts' */
import { byId, el } from '../dom.js';
import { follow } from './follow.js';
import { sayResults, showFailure, showHead } from './head.js';
import { update } from '../morph.js';
import { panelsOf } from './panels.js';

/** One part at a time, large enough for the far end of a hall; they take turns until somebody stops them. */
const turnMs = 12_000;
const sizes = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];

/** @type {Panel[]} */
let panels = [];
let at = 0;
let isTurning = !matchMedia('(prefers-reduced-motion: reduce)').matches;

const toggle = el('button', { type: 'button', onclick: () => turn(!isTurning) });
const place = el('span', { class: 'place' });
byId('controls').append(
  el('button', { type: 'button', 'aria-label': 'Part before', onclick: () => move(-1) }, '‹'),
  toggle,
  el('button', { type: 'button', 'aria-label': 'Next part', onclick: () => move(1) }, '›'),
  place,
);

/** @param {boolean} on */
function turn(on) {
  isTurning = on;
  toggle.textContent = on ? 'Stop' : 'Go on';
}

/** @param {number} step by hand: then it stays there */
function move(step) {
  turn(false);
  show(at + step);
}

/** @param {number} next */
function show(next) {
  at = panels.length === 0 ? 0 : (next + panels.length) % panels.length;
  const panel = panels[at];
  place.textContent = panels.length > 1 ? `${at + 1} of ${panels.length}` : '';
  update(byId('main'), [
    panel === undefined
      ? el('p', { class: 'quiet' }, 'Nothing has been drawn yet.')
      : el('section', { class: 'panel', 'data-key': panel.key }, el('h2', {}, panel.title), panel.node),
  ]);
  fit();
}

/** Nobody scrolls a projector: what is too large is shown smaller, as long as it can be read. */
function fit() {
  const panel = document.querySelector('.panel');
  if (!(panel instanceof HTMLElement)) return;
  for (const size of sizes) {
    panel.style.fontSize = `${size}em`;
    const rounds = panel.querySelector('.rounds');
    const isTooWide = rounds !== null && rounds.scrollWidth > rounds.clientWidth;
    if (!isTooWide && document.documentElement.scrollHeight <= innerHeight) return;
  }
}

window.addEventListener('resize', fit);
document.addEventListener('keydown', ({ key, target }) => {
  if (target instanceof HTMLButtonElement && key === ' ') return;
  if (key === 'ArrowRight') move(1);
  else if (key === 'ArrowLeft') move(-1);
  else if (key === ' ') turn(!isTurning);
});
setInterval(() => {
  if (isTurning && panels.length > 1) show(at + 1);
}, turnMs);
turn(isTurning);

follow((view) => {
  showHead(view);
  sayResults(view);
  const key = panels[at]?.key;
  panels = panelsOf(view);
  const same = panels.findIndex((panel) => panel.key === key);
  show(same === -1 ? at : same);
}, showFailure);
