import { byId, el } from '../dom.js';
import { follow } from './follow.js';
import { sayResults, showFailure, showHead } from './head.js';
import { panelsOf } from './panels.js';

/** All there is, one below the other: for a frame in a page of somebody else, for a phone, and for paper. */
follow((view) => {
  showHead(view);
  sayResults(view);
  const panels = panelsOf(view);
  byId('main').replaceChildren(
    ...panels.map(({ title, node }) => el('section', { class: 'panel' }, el('h2', {}, title), node)),
    ...(panels.length === 0 ? [el('p', {}, 'Nothing has been drawn yet.')] : []),
  );
}, showFailure);
