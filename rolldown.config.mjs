import { resolve } from 'node:path'
import { defineConfig } from 'rolldown'

// What every scan loads is one file for the command line and one for the scanner: to find and read a file takes
// longer than to compile it. What is imported on demand (formats, parsers of configuration) stays a chunk of its
// own, so that a plain scan loads none of it. The native addon's loader is not bundled: it finds the binary by its
// own place.
export default defineConfig({
  input: {
    cli: 'src/cli.ts',
    'baseline-command': 'src/baseline-command.ts',
    'config-generator': 'src/config-generator.ts',
    scan: 'src/scan.ts',
  },
  platform: 'node',
  external: ['../index.js'],
  output: {
    dir: 'dist',
    format: 'esm',
    chunkFileNames: '[name].js',
    minify: true,
    cleanDir: true,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: neededBy('src/cli.ts', 'command-line'), priority: 2 },
        { name: neededBy('src/scan.ts', 'scanner'), priority: 1 },
      ],
    },
  },
})

/** Names the chunk of all that this entry cannot do without. */
function neededBy(entry, chunk) {
  let needed
  return (id, context) => {
    needed ??= closure(resolve(entry), context)
    return needed.has(id) ? chunk : null
  }
}

function closure(entry, context) {
  const found = new Set()
  const left = [entry]
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue
    found.add(id)
    left.push(...(context.getModuleInfo(id)?.importedIds ?? []))
  }
  // What it needs is needed by other programs, too, which must not run it.
  found.delete(resolve('src/cli.ts'))
  return found
}
