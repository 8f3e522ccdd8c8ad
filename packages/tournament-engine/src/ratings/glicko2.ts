/**
 * Glicko-2 (M. Glickman, "Example of the Glicko-2 system", 2022): a rating, how sure it is, and how erratic.
 * The numbers are on the scale of Glicko: 1500 for somebody new.
 */
export interface Glicko2Rating {
  rating: number;
  /** Standard deviation of the rating. */
  deviation: number;
  volatility: number;
}

export interface Glicko2Rules {
  start: Glicko2Rating;
  /** How much volatility can change in a period; 0.3 to 1.2 is sensible. */
  tau: number;
}

export const glicko2Defaults: Glicko2Rules = {
  start: { rating: 1500, deviation: 350, volatility: 0.06 },
  tau: 0.5,
};

export interface Glicko2Game {
  opponent: Glicko2Rating;
  /** 1 win, 0.5 draw, 0 loss. */
  score: number;
}

/** Points of the Glicko scale in one of Glicko-2's. */
const scale = 173.7178;
const center = 1500;
const convergence = 1e-6;

/** The rating after a period with these games; without games only the deviation grows. */
export function glicko2Update(own: Glicko2Rating, games: readonly Glicko2Game[], { tau }: Glicko2Rules): Glicko2Rating {
  const mu = (own.rating - center) / scale;
  const phi = own.deviation / scale;
  if (games.length === 0) return { ...own, deviation: scale * Math.hypot(phi, own.volatility) };

  let information = 0;
  let surprise = 0;
  for (const { opponent, score } of games) {
    const phiJ = opponent.deviation / scale;
    const g = 1 / Math.sqrt(1 + (3 * phiJ ** 2) / Math.PI ** 2);
    const expected = 1 / (1 + Math.exp(-g * (mu - (opponent.rating - center) / scale)));
    information += g ** 2 * expected * (1 - expected);
    surprise += g * (score - expected);
  }
  const variance = 1 / information;
  const volatility = newVolatility(own.volatility, phi, variance, variance * surprise, tau);
  const before = Math.hypot(phi, volatility);
  const deviation = 1 / Math.sqrt(1 / before ** 2 + information);
  return { rating: scale * (mu + deviation ** 2 * surprise) + center, deviation: scale * deviation, volatility };
}

/** Step 5 of the paper: the root of f by the Illinois variant of regula falsi. */
function newVolatility(sigma: number, phi: number, variance: number, delta: number, tau: number): number {
  const start = Math.log(sigma ** 2);
  const f = (x: number): number => {
    const spread = phi ** 2 + variance + Math.exp(x);
    return (Math.exp(x) * (delta ** 2 - spread)) / (2 * spread ** 2) - (x - start) / tau ** 2;
  };
  let a = start;
  let b = Math.log(Math.max(delta ** 2 - phi ** 2 - variance, 0));
  if (b === -Infinity) {
    let steps = 1;
    while (f(start - steps * tau) < 0) steps += 1;
    b = start - steps * tau;
  }
  let [valueA, valueB] = [f(a), f(b)];
  while (Math.abs(b - a) > convergence) {
    const c = a + ((a - b) * valueA) / (valueB - valueA);
    const valueC = f(c);
    if (valueC * valueB <= 0) [a, valueA] = [b, valueB];
    else valueA /= 2;
    [b, valueB] = [c, valueC];
  }
  return Math.exp(a / 2);
}
