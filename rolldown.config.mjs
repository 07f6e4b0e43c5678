import { defineConfig } from 'rolldown'

// The command line and the API share their chunks; what is imported on demand (formats, parsers of
// configuration) stays a chunk of its own, so that a plain scan loads none of it. The native addon's
// loader is not bundled: it finds the binary by its own place.
export default defineConfig({
  input: {
    cli: 'src/cli.ts',
    'baseline-command': 'src/baseline-command.ts',
    'config-generator': 'src/config-generator.ts',
    scan: 'src/scan.ts',
  },
  platform: 'node',
  external: ['../index.js'],
  output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', minify: true, cleanDir: true },
})
