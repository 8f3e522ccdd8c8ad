import { EngineError } from '../errors.js';

export function invalidPlan(message: string): EngineError {
  return new EngineError('invalid-plan', message);
}
