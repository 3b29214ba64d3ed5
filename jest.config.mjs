/** Three suites in one run: the product and the two packages. All are compiled from source, none needs a build first. */
const suite = (displayName, roots) => ({
  displayName,
  roots,
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/tsconfig.json', diagnostics: false }],
  },
  moduleNameMapper: {
    // Not a library's `data.json.js`: that is a module of its own.
    '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1',
    '^portal-letter$': '<rootDir>/packages/portal-letter/src/index.ts',
    '^portal-letter/(person|spelling)$': '<rootDir>/packages/portal-letter/src/$1.ts',
    '^zammad-api-client-ts$': '<rootDir>/packages/zammad-api-client-ts/src/index.ts',
    '^zammad-sandbox$': '<rootDir>/packages/zammad-sandbox/src/index.ts',
  },
});

export default {
  testTimeout: 30_000,
  maxWorkers: 2,
  projects: [
    suite('zammad-api-client-ts', ['<rootDir>/packages/zammad-api-client-ts']),
    suite('zammad-sandbox', ['<rootDir>/packages/zammad-sandbox']),
    suite('reglament', ['<rootDir>/test']),
  ],
};
