import { begin } from '@gym/tournament-engine';

/** A process of its own, so that its memory is known; prints seconds and the peak of its memory in MB. */
const count = Number(process.argv[2]);
const entrants = Array.from({ length: count }, (_id, index) => index + 1);
const start = performance.now();
const { state } = begin({ entrants, stages: [{ format: 'single-elimination' }] });
const seconds = (performance.now() - start) / 1000;
if (state.matches.size < count - 1) throw new Error('a match is missing');
console.log(seconds, process.resourceUsage().maxRSS / 1024);
