import { EngineError } from '../errors.js';
import { draw } from '../formats/draw.js';
import type { ChangingCommand, Command } from '../model/command.js';
import type { Changed, Patch, TournamentEvent } from '../model/event.js';
import type { Plan } from '../model/plan.js';
import type { State } from '../model/state.js';
import { changedBy, Draft } from './draft.js';
import type { Effects } from './effects.js';
import { leave, reinstate, substitute } from './entrant-commands.js';
import { revert } from './history.js';
import { enterMatch } from './match-commands.js';
import { propagate, type Lost } from './propagate.js';
import { enterLate } from './late-entry.js';
import { lockSeeds, redraw } from './seed-commands.js';
import { enterScore } from './score-commands.js';
import { planOf } from './started.js';
import { drawLots, nextRound } from './table-commands.js';

export interface Executed {
  state: State;
  /** Nothing, or the one event that leads from the old state to the new one. */
  events: TournamentEvent[];
  /** The records that are different. */
  changed: Changed;
}

/** Draws a tournament. @throws EngineError when the plan is not possible */
export function begin(plan: Plan): { state: State; events: TournamentEvent[] } {
  return { state: draw(plan), events: [{ version: 1, type: 'drawn', plan }] };
}

/**
 * Does what a command asks, whole or not at all. A result costs O(log N) however large the tournament. What is there
 * already changes nothing and makes no event.
 * @throws EngineError when the state does not allow it
 */
export function execute(state: State, command: Command): Executed {
  if (command.type === 'undo' || command.type === 'redo') {
    const reverted = revert(state, command.type, command.event);
    const changed = reverted.event.type === 'drawn' ? undefined : changedBy(reverted.event.patch);
    return executed(reverted.state, [reverted.event], changed);
  }
  const draft = new Draft(state);
  const effects = perform(draft, command);
  if (effects.redraw !== undefined) return redrawn(draft, command, effects.redraw);
  const reset = propagate(draft, effects);
  if (reset.matches.length + reset.scores.length > 0 && command.force !== true) {
    const message = `Later results depend on this: matches ${reset.matches.join(', ')}, scores ${reset.scores.join(', ')}.`;
    throw new EngineError('next-match-played', message, reset.matches, reset.scores);
  }
  return committed(draft, command, reset);
}

function perform(draft: Draft, command: ChangingCommand): Effects {
  switch (command.type) {
    case 'withdraw':
    case 'disqualify':
      return leave(draft, command);
    case 'reinstate':
      return reinstate(draft, command);
    case 'substitute':
      return substitute(draft, command);
    case 'enter':
      return enterLate(draft, command);
    case 'lock-seeds':
    case 'unlock-seeds':
      return lockSeeds(draft, command);
    case 'seed':
      return redraw(draft, command);
    case 'score':
    case 'clear-score':
      return enterScore(draft, command);
    case 'next-round':
      return nextRound(draft, command);
    case 'draw-lots':
      return drawLots(draft, command);
    default:
      return { matches: enterMatch(draft, command) };
  }
}

function committed(draft: Draft, command: ChangingCommand, reset: Lost): Executed {
  const version = draft.state.head.version + 1;
  if (draft.isUntouched) return executed(draft.state, []);
  const { state, patch } = draft.commit({ version, past: version, future: null, lockedSeeds: draft.head.lockedSeeds });
  return executed(
    state,
    [{ version, type: 'changed', command, patch, reset: reset.matches, resetScores: reset.scores }],
    changedBy(patch),
  );
}

/** Nothing has been played: the tournament begins again with other seeds or entrants. */
function redrawn({ state, head }: Draft, command: ChangingCommand, plan: Plan): Executed {
  const before: Plan = planOf(state);
  const version = state.head.version + 1;
  const after = { ...head, version, past: version, future: null };
  const nothing = { entrants: [], stages: [], tables: [], matches: [], scores: [] };
  const patch: Patch = { head: { before: state.head, after }, ...nothing, plan: { before, after: plan } };
  const event: TournamentEvent = { version, type: 'changed', command, patch, reset: [], resetScores: [] };
  return executed({ ...draw(plan), head: after }, [event], changedBy(patch));
}

function executed(state: State, events: TournamentEvent[], changed?: Changed): Executed {
  const nothing = { entrants: [], stages: [], tables: [], matches: [], scores: [], redrawn: false };
  return { state, events, changed: changed ?? nothing };
}
