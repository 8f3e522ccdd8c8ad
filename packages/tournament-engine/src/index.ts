export * from './errors.js';
export * from './graph.js';
export * from './play.js';
export * from './seed-order.js';
export * from './single-elimination.js';
export * from './standings/game.js';
export * from './swiss/pair.js';
export * from './swiss/round.js';
