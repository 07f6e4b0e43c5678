export default {
  files: ['__test__/**/*.test.ts', '!__test__/browser/**', '!__test__/package/**'],
  extensions: { ts: 'module' },
  nodeArguments: ['--import=@oxc-node/core/register'],
  timeout: '2m',
}
