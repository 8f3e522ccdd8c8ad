import type { Command } from '../model/command.js';
import type { State } from '../model/state.js';
import { execute, type Executed } from './execute.js';

export interface Preview extends Executed {
  /** Matches that would lose their result; without any the command needs no `force`. */
  reset: number[];
  /** Scores that would be taken away. */
  resetScores: number[];
}

/** What a command would do with `force`. The state stays as it is. @throws EngineError when not even that helps */
export function preview(state: State, command: Command): Preview {
  const result = execute(state, { ...command, force: true });
  const [event] = result.events;
  const { reset, resetScores } = event?.type === 'changed' ? event : { reset: [], resetScores: [] };
  return { ...result, reset, resetScores };
}
