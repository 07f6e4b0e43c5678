import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { installed } from './installed.js'

interface Lock {
  packages: Record<string, { version?: string; license?: string; dependencies?: Record<string, string> }>
}

/** The npm packages that src/ imports, and their dependencies, as `yargs 18.2.0 (MIT)`. */
function bundled(): string[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  /** Where a package finds a dependency: in its own folder, or further up. */
  const placeOf = (name: string, from: string): string => {
    const place = `${from}node_modules/${name}`
    return packages[place] || from === '' ? place : placeOf(name, from.replace(/node_modules\/[^/]+\/$/, ''))
  }
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts'),
  )
  const imports = sources.flatMap(name =>
    Array.from(
      readFileSync(join('src', name), 'utf8').matchAll(/\b(?:from|import\()\s*'([^'.:/]+)/g),
      ([, module = '']) => `node_modules/${module}`,
    ),
  )
  // A module that is imported only for its types has no package with this name.
  const places = new Set(imports.filter(place => packages[place]))
  for (const place of places) {
    for (const needed of Object.keys(packages[place]?.dependencies ?? {}))
      places.add(placeOf(needed, `${place}/`))
  }
  return [...places].map(place => {
    const { version, license } = packages[place] ?? {}
    return `${place.replace(/.*node_modules\//, '')} ${version} (${license})`
  })
}

/** The crates that are linked into the core, as `memchr 2.8.3`. */
function linked(): string[] {
  const options = ['--package=posse_node', '--edges=normal,no-proc-macro', '--prefix=none', '--locked']
  const tree = execFileSync('cargo', ['tree', ...options, '--format={p}'], { encoding: 'utf8' })
  const crates = tree.split('\n').map(line => line.replace(/ v(\S+).*/, ' $1'))
  return crates.filter(crate => crate !== '' && !crate.startsWith('posse_'))
}

/** The components that a package's notices cover, from the lines above each text. */
function titles(folder: string): string[] {
  const [, ...parts] = readFileSync(join(folder, 'THIRD-PARTY-NOTICES'), 'utf8').split(
    `\n${'-'.repeat(80)}\n\n`,
  )
  return parts.flatMap(part => part.split('\n\n', 1)[0]?.split('\n') ?? [])
}

const sorted = (names: Iterable<string>) => [...new Set(names)].sort()

test('every bundled npm package has a notice', async t => {
  const cwd = await installed(t)
  t.deepEqual(sorted(titles(join(cwd, 'node_modules/posse'))), sorted(bundled()))
})

test("every crate in the binary has a notice, and so does Rust's standard library", async t => {
  const scope = join(await installed(t), 'node_modules/@posse')
  const [folder = ''] = readdirSync(scope)
  const named = new Set(titles(join(scope, folder)).map(title => title.replace(/ \(.*/, '')))
  const expected = ["Rust's standard library", ...linked()]
  t.true(expected.length > 50)
  t.deepEqual(
    expected.filter(name => !named.has(name)),
    [],
  )
})
