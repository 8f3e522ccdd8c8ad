import { EngineError } from '../errors.js';
import type { TournamentEvent } from '../model/event.js';
import type { Match, Occupant } from '../model/match.js';
import type { State } from '../model/state.js';
import { getAt, itemsOf } from '../model/vector.js';
import { begin, execute } from '../play/execute.js';
import { checkBracketsModel } from './brackets-check.js';
import type { BracketsId, BracketsMatch, BracketsOpponent } from './brackets-model.js';
import { bracketsError, placeOfSection } from './brackets-place.js';
import { planOfView } from './brackets-plan.js';
import { commandOf } from './brackets-results.js';
import { roundOf, viewOf, type BracketsView } from './brackets-view.js';

export interface BracketsImport {
  /** Name of the stage. */
  name: string;
  /** In the order of their seeds; the ids are those of the entrants. */
  participants: { id: BracketsId; name: string }[];
  state: State;
  /** All that lead to the state, as if it had been played here. */
  events: TournamentEvent[];
}

/**
 * Takes over a stage of a single elimination, double elimination or round robin from parsed JSON: byes, orders, fixtures
 * and results as they are. Matches that are not what results make them are refused, such as the ones that
 * brackets-manager leaves after a correction across a bye.
 * @param stage its id; not needed when there is one only
 * @throws EngineError `invalid-brackets-model`
 */
export function readBracketsModel(data: unknown, stage?: BracketsId): BracketsImport {
  const view = viewOf(checkBracketsModel(data), stage);
  const plan = planOfView(view);
  const drawn = refusing('The stage', () => begin(plan));
  let { state } = drawn;
  const events = [...drawn.events];
  const theirs = matchesOf(view, state);
  for (const [id, match] of theirs) {
    const now = getAt(state.matches, id);
    // The second grand final is there when it is needed only.
    if (now.sides.includes('bye')) continue;
    const path = view.pathOf(match);
    const command = commandOf(now, match, { games: view.gamesOf(match), path });
    if (command === undefined) continue;
    const done = refusing(path, () => execute(state, command));
    state = done.state;
    events.push(...done.events);
  }
  for (const [id, match] of theirs) requireSame(state, getAt(state.matches, id), match, view.pathOf(match));
  const participants = [...itemsOf(state.entrants)].map(({ id }) => ({ id, name: view.names.get(id) ?? '' }));
  return { name: view.stage.name, participants, state, events };
}

/** Their matches by our ids, in the order of ours. */
function matchesOf(view: BracketsView, state: State): Map<number, BracketsMatch> {
  const found = new Map<number, BracketsMatch>();
  const { format } = getAt(state.stages, 0).plan;
  const groups = [...view.groups.keys()].sort((a, b) => a - b);
  for (const match of itemsOf(state.matches)) {
    const place =
      format === 'single-elimination' || format === 'double-elimination'
        ? placeOfSection(format, match.section, match.round)
        : { group: groups[match.table ?? 0] ?? 0, round: match.round };
    const round = place === undefined ? [] : roundOf(view, place.group, place.round);
    const other = round[match.number - 1];
    if (other === undefined || (format !== 'round-robin' && other.number !== match.number))
      throw bracketsError(`The stage has no match for ${match.section} ${match.round}.${match.number}.`);
    found.set(match.id, other);
  }
  const all = [...view.groups.values()].flatMap((rounds) => [...rounds.values()].flat());
  const taken = new Set(found.values());
  const extra = all.find((match) => !taken.has(match));
  if (extra !== undefined) throw bracketsError(`${view.pathOf(extra)} has no place in this stage.`);
  return found;
}

function requireSame(
  state: State,
  { sides, section }: Match,
  { opponent1, opponent2 }: BracketsMatch,
  path: string,
): void {
  if (section === 'reset') return;
  for (const [side, opponent] of [opponent1, opponent2].entries()) {
    const occupant = sides[side] ?? null;
    // brackets-manager forgets somebody behind several byes in a row, who is known here.
    if (opponent?.id === null) continue;
    if (idOf(state, occupant) !== idIn(opponent)) {
      throw bracketsError(`${path}.opponent${side + 1} is not who the results before it send there.`);
    }
  }
}

function idOf(state: State, occupant: Occupant): string | null {
  return typeof occupant === 'number' ? `is ${String(getAt(state.entrants, occupant - 1).id)}` : occupant;
}

function idIn(opponent: BracketsOpponent | null): string {
  return opponent === null ? 'bye' : `is ${String(opponent.id)}`;
}

/** What the rules of the engine refuse, with the place in the model. */
function refusing<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof EngineError) throw bracketsError(`${path}: ${error.message}`);
    throw error;
  }
}
