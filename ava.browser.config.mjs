import config from './ava.config.mjs'

// Needs a Chromium: not part of `npm test`. One page at a time, because a busy machine takes long to load many.
export default { ...config, files: ['__test__/browser/**/*.test.ts'], serial: true }
