import { resolve } from 'node:path'
import { defineConfig } from 'rolldown'

// The native addon's loader is not bundled: it finds the binary relative to itself.
const common = { platform: 'node', external: ['../index.js'] }

// CommonJS modules already have `require`. Loading `node:module` only to create one takes time.
const ownRequire = {
  name: 'own-require',
  resolveId: id => (id === 'node:module' ? '\0own-require' : null),
  load: id => (id === '\0own-require' ? 'export const createRequire = () => require' : null),
}

// The programs are CommonJS, because Node takes several milliseconds to start its ES module loader. A plain scan loads
// only two files: one for the command line, and one for the scanner, including the JSON format. Finding and reading a
// file takes longer than compiling it. `cli` loads these files itself, with V8's code cache, and so needs no chunk.
// Modules that are imported on demand (other formats, parsers of settings) stay in separate chunks, so that a plain scan
// does not load them.
const programs = defineConfig({
  ...common,
  input: {
    cli: 'src/cli/cli.ts',
    main: 'src/cli/main.ts',
    'baseline-command': 'src/cli/baseline-command.ts',
    'config-generator': 'src/cli/config-generator.ts',
  },
  plugins: [ownRequire],
  // yargs uses this only for configuration files, which we do not have.
  transform: { define: { 'import.meta.resolve': 'undefined' } },
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minify: true,
    cleanDir: true,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: neededBy(['src/cli/main.ts'], 'command-line'), priority: 2 },
        {
          name: neededBy(
            ['src/plan/plan.ts', 'src/scan/execute.ts', 'src/formats/bandit/json.ts'],
            'scanner',
          ),
          priority: 1,
        },
      ],
    },
  },
})

// The root is CommonJS, as napi-rs writes `index.js`; the API and its types are ES modules.
const esModules = {
  name: 'es-modules',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' })
  },
}

// The API is an ES module, as its types say. It is built second, because the first build cleans `dist`.
const api = defineConfig({
  ...common,
  input: { api: 'src/api.ts' },
  plugins: [esModules],
  output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', minify: true },
})

export default [programs, api]

/** Returns a naming function that puts everything these modules statically import into one chunk. */
function neededBy(modules, chunk) {
  let needed
  return (id, context) => {
    needed ??= closure(modules, context)
    return needed.has(id) ? chunk : null
  }
}

function closure(modules, context) {
  const found = new Set()
  const left = modules.map(name => resolve(name))
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue
    found.add(id)
    left.push(...(context.getModuleInfo(id)?.importedIds ?? []))
  }
  // Other programs share its imports, but must not run it.
  found.delete(resolve('src/cli/main.ts'))
  return found
}
