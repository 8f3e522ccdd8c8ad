import { placeOf } from '../src/domain/place.js';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:1::5:6:7:8', '2001:db8:1:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['1::', '1:0:0:0'],
])('%s belongs to %s', (address, place) => {
  expect(placeOf(address)).toBe(place);
});

test.each([[null], [''], ['unknown'], ['1.2.3'], ['1.2.3.4:80'], ['x'.repeat(1000)]])('%j is nowhere', (address) => {
  expect(placeOf(address)).toBe('nowhere');
});
