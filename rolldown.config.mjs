import { resolve } from 'node:path'
import { defineConfig } from 'rolldown'

// The native addon's loader is not bundled: it finds the binary by its own place.
const common = { platform: 'node', external: ['../index.cjs'] }

// A CommonJS module has a `require` already; Node's module that makes one takes its time to load.
const ownRequire = {
  name: 'own-require',
  resolveId: id => (id === 'node:module' ? '\0own-require' : null),
  load: id => (id === '\0own-require' ? 'export const createRequire = () => require' : null),
}

// The programs are CommonJS, because Node takes several milliseconds to start its loader of ES modules. What every scan
// loads is one file for the command line and one for the scanner, which has with it what machines ask for: to find and
// read a file takes longer than to compile it. `cli` loads them itself, with what V8 has compiled of them, and so needs
// no chunk. What is imported on demand (other formats, parsers of configuration) stays a chunk of its own, so that a
// plain scan loads none of it.
const programs = defineConfig({
  ...common,
  input: {
    cli: 'src/cli/cli.ts',
    main: 'src/cli/main.ts',
    'baseline-command': 'src/cli/baseline-command.ts',
    'config-generator': 'src/cli/config-generator.ts',
  },
  plugins: [ownRequire],
  // Only for configurations of yargs in files, of which there are none.
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

// The programmatic interface is ES modules, as its types say. It is built when `dist` has been cleaned.
const api = defineConfig({
  ...common,
  input: { api: 'src/api.ts' },
  output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', minify: true },
})

export default [programs, api]

/** Names the chunk of all that these modules cannot do without. */
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
  // What it needs is needed by other programs, too, which must not run it.
  found.delete(resolve('src/cli/main.ts'))
  return found
}
