// The tests run from what tsc printed, as native ES modules: what is tested is what ships.
export default {
  testMatch: ['<rootDir>/dist/test/**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
  setupFiles: ['<rootDir>/dist/test/support/optimise-late.js'],
  // One worker a core: jest itself would leave one idle, and there are machines of two.
  maxWorkers: '100%',
  // Some tests start processes of their own, on machines that do other work besides.
  testTimeout: 60_000,
};
