/** What the tests use of duel, which has no types. */
declare module 'duel' {
  export default class Duel {
    static LB: number;
    constructor(size: number, options: { last?: number; short?: boolean });
    matches: { id: { s: number; r: number; m: number }; p: [number, number] }[];
  }
}
