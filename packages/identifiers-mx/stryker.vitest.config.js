// For mutation runs only (`npx stryker run` in this folder): the command tests judge the built files, not the mutants.
export default {
  test: { include: ['test/**/*.test.ts'], exclude: ['test/command.test.ts'], testTimeout: 60_000 },
}
