import { perfectOrder } from '../../src/play/perfect-order.js';

describe('the first order that is allowed', () => {
  it('is found for hundreds at once', () => {
    const order = perfectOrder(300, 300, (place, who) => place !== who);
    expect(new Set(order).size).toBe(300);
    expect(order?.slice(0, 3)).toEqual([1, 0, 3]);
  });
});
