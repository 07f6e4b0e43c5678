import config from './ava.config.mjs'

// Needs a Chromium: not part of `npm test`.
export default { ...config, files: ['__test__/browser/**/*.test.ts'] }
