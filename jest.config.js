// The tests run from what tsc printed, as native ES modules: what is tested is what ships.
export default {
  testMatch: ['<rootDir>/dist/test/**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
};
