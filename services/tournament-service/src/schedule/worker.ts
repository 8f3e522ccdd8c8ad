// What the planner's thread can do: the functions of the engine, by name.
export { estimate, planSchedule, replan } from '@gym/tournament-engine';
