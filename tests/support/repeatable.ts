import * as fc from 'fast-check';

// Elsewhere properties are looked at in new cases each time. What judges a change looks at the same ones, so that chance
// does not decide what lands; the seed is any number.
if (process.env['CI'] !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1_795_602 });
