import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from 'rolldown'

const root = readFileSync(new URL('package.json', import.meta.url), 'utf8')
const oldestNode = JSON.parse(root).engines.node.replace(/^>=(\d+\.\d+)\..*/, '$1')

// CommonJS has its own `require`, so the native addon's loader can be bundled. The binary is one folder up from `dist`.
const nativeLoader = {
  name: 'native-loader',
  transform: (code, id) =>
    id === resolve('src/native.ts') ? code.replace(/^const require = createRequire\(.*\)$/m, '') : null,
  resolveId(id, importer) {
    if (id.startsWith('@posse/')) return { id, external: true }
    if (importer !== resolve('index.js') || !id.startsWith('./posse.')) return null
    return { id: `.${id}`, external: true }
  },
}

// The files of threads are built by themselves, and named here.
const threadFiles = {
  name: 'thread-files',
  transform: (code, id) =>
    id === resolve('src/scripts/thread-files.ts')
      ? Object.entries(THREADS).reduce(
          (text, [source, built]) => text.replace(`./${source}.ts`, `./${built}`),
          code,
        )
      : null,
}

// What src/scripts/thread-files.ts names, and what the build makes of it.
const THREADS = {
  'load-thread': 'load-thread.cjs',
  'check-thread': 'check-thread.cjs',
  'pool-library': 'pool-library.cjs',
  rules: 'rules.js',
}

// Combines the chunks that every scan loads into one script, and those that every check loads into another, for
// src/cli/start/posse.ts.
const startScripts = {
  name: 'start-scripts',
  generateBundle(_, bundle) {
    const scripts = {
      'start.cjs': ['main.cjs', 'scanner.cjs'],
      'start-check.cjs': ['main.cjs', 'check.cjs', 'full.cjs', 'concise.cjs', 'check-json.cjs'],
    }
    for (const [fileName, names] of Object.entries(scripts)) {
      // V8 compiles a function in parentheses at once.
      const chunks = withImports(names, bundle).map(
        name =>
          `'./${name}':(function(exports,require,module,__filename,__dirname){${ascii(bundle[name].code)}\n})`,
      )
      const hash = createHash('sha256').update(chunks.join()).digest('hex')
      this.emitFile({ type: 'asset', fileName, source: `// ${hash}\n({${chunks}})` })
    }
  },
}

// A script in ASCII takes half the memory. Ours has other characters only in strings.
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// These chunks and all that they import.
function withImports(names, bundle) {
  const found = new Set(names)
  for (const name of found) for (const other of bundle[name].imports) if (bundle[other]) found.add(other)
  return [...found]
}

// What programs of others import, except for `defineRule`, which needs nothing else.
const ES_MODULES = { api: 'src/api.ts', 'rules-test': 'src/scripts/test.ts' }
const esModuleInputs = Object.entries(ES_MODULES).map(([name, source]) => [`${name}-main`, source])

// The root package is CommonJS, because napi-rs writes `index.js` as CommonJS. The API and its types are ES modules, which
// hand on what the chunks of the programs have.
const esModules = {
  name: 'es-modules',
  generateBundle(_, bundle) {
    for (const name of Object.keys(ES_MODULES)) {
      const { exports } = bundle[`${name}-main.cjs`]
      const source = `import all from './${name}-main.cjs'\nexport const { ${exports.join(', ')} } = all\n`
      this.emitFile({ type: 'asset', fileName: `${name}.js`, source })
    }
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' })
  },
}

// The programs are CommonJS, because Node takes several milliseconds to start its ES module loader. A plain scan loads
// only two chunks: one for the command line, and one for the scanner, including the JSON format. Modules that are
// imported on demand (other formats, parsers of settings) stay in separate chunks, so that a plain scan does not load
// them.
const programs = defineConfig({
  platform: 'node',
  input: {
    main: 'src/cli/main.ts',
    'baseline-main': 'src/cli/baseline-command.ts',
    'config-generator-main': 'src/cli/config-generator.ts',
    ...Object.fromEntries(esModuleInputs),
  },
  plugins: [nativeLoader, threadFiles, startScripts, esModules],
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
        { name: neededBy(['src/cli/main.ts'], 'main'), priority: 2 },
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

// The entry files of the commands. Even Node 12 can parse them, so that they can say which Node is needed.
const commands = ['cli', 'baseline-command', 'config-generator'].map(name =>
  defineConfig({
    platform: 'node',
    input: { [name]: `src/cli/start/${name}.ts` },
    external: /-main\.cjs$/,
    // Node 12 does not know the prefix `node:`.
    plugins: [
      {
        name: 'unprefixed',
        resolveId: id => (id.startsWith('node:') ? { id: id.slice('node:'.length), external: true } : null),
      },
    ],
    transform: { target: 'node12', define: { OLDEST_NODE: JSON.stringify(oldestNode) } },
    output: { dir: 'dist', format: 'cjs', entryFileNames: '[name].cjs', minify: true },
  }),
)

// What runs in threads of its own: rules in JavaScript, and the pool of their threads. The pool looks for its thread next to
// itself, and takes it for a module if that is what the name says.
const poolThread = {
  name: 'pool-thread',
  transform: (code, id) =>
    id.endsWith('/piscina/dist/index.js') ? code.replace("'worker.js'", "'pool-thread.cjs'") : null,
}

const threads = defineConfig({
  platform: 'node',
  input: {
    'load-thread': 'src/scripts/load-thread.ts',
    'check-thread': 'src/scripts/check-thread.ts',
    'pool-library': 'src/scripts/pool-library.ts',
    'pool-thread': 'node_modules/piscina/dist/worker.js',
  },
  // Only for threads that give way to others.
  external: '@napi-rs/nice',
  plugins: [threadFiles, poolThread],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'thread-[name].cjs',
    minify: true,
  },
})

const rules = defineConfig({
  platform: 'node',
  input: { rules: 'src/scripts/rules.ts' },
  output: { dir: 'dist', format: 'esm', minify: true },
})

// The programs are built first, because that build cleans `dist`.
export default [programs, ...commands, threads, rules]

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
  return found
}
