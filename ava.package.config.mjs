import config from './ava.config.mjs'

// Needs the tarballs of `npm run package`, and pre-commit from PyPI: not part of `npm test`.
export default { ...config, files: ['__test__/package/**/*.test.ts'], timeout: '5m' }
