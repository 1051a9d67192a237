// For mutation runs only (`npx stryker run` in this folder): the command tests judge the built files, not the mutants,
// every mutant meets fewer random cases, and large or grouped tables take too long to be protected once per mutant.
// TESTS narrows the files, as in TESTS=input,anonymity; PROPERTY_RUNS=0.3 tries more cases where they are fast.
const names = process.env.TESTS?.split(',') ?? ['*']
export default {
  test: {
    include: names.map((name) => `test/${name}.test.ts`),
    exclude: ['test/command.test.ts', 'test/large.test.ts'],
    env: { PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? '0.1' },
    testTimeout: 30_000,
  },
}
