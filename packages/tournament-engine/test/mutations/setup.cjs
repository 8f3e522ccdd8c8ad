const Module = require('node:module');
const { join } = require('node:path');
const { expect } = require('expect');
const fc = require('fast-check');
const { bind } = require('jest-each');
const Mocha = require('mocha');
const { runs } = require('../runs.ts');

/**
 * The words of Jest that our tests use, for Mocha: it runs the same tests again in the same process with another mutant
 * switched on, which takes milliseconds where Jest loads all of the engine for each.
 */
Mocha.interfaces.jest = (suite) => {
  Mocha.interfaces.bdd(suite);
  suite.on('pre-require', (context) => {
    context.it.each = bind(context.it);
    context.describe.each = bind(context.describe);
    context.expect = expect;
  });
};

// Its exports are for import only; Node has no public way to tell require of another file.
// oxlint-disable eslint/no-underscore-dangle
const resolve = Module._resolveFilename;
const tiebreak = join(require.resolve('expect/package.json'), '../../tiebreak/build/index.js');
Module._resolveFilename = (name, ...rest) => resolve(name === 'tiebreak' ? tiebreak : name, ...rest);

// The same cases for every mutant, and no search for a simpler case: a killed mutant is not looked at.
fc.configureGlobal({ ...runs(100), seed: 1, endOnFailure: true });
