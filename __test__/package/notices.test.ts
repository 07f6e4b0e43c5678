import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { installed } from './installed.js'

interface Lock {
  packages: Record<string, { version?: string; license?: string; dependencies?: Record<string, string> }>
}

/** The npm packages that src/ imports, and those with their dependencies, as `yargs 18.2.0 (MIT)`. */
function bundled(): { imported: string[]; all: string[] } {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  /** Where a package finds a dependency: in its own folder, or further up. */
  const placeOf = (name: string, from: string): string => {
    const place = `${from}node_modules/${name}`
    return packages[place] || from === ''
      ? place
      : placeOf(name, from.replace(/node_modules\/(?:@[^/]+\/)?[^/]+\/$/, ''))
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
  const imported = [...new Set(imports.filter(place => packages[place]))]
  const places = new Set(imported)
  for (const place of places) {
    for (const needed of Object.keys(packages[place]?.dependencies ?? {}))
      places.add(placeOf(needed, `${place}/`))
  }
  const titleOf = (place: string) => {
    const { version, license } = packages[place] ?? {}
    return `${place.replace(/.*node_modules\//, '')} ${version} (${license})`
  }
  return { imported: imported.map(titleOf), all: [...places].map(titleOf) }
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

test('every bundled npm package has a notice', async t => {
  const cwd = await installed(t)
  const { imported, all } = bundled()
  const found = new Set(titles(join(cwd, 'node_modules/posse')))
  t.deepEqual(
    imported.filter(title => !found.has(title)),
    [],
  )
  // Not all that a package depends on is in the bundle: its own command line is not.
  t.deepEqual(
    [...found].filter(title => !all.includes(title)),
    [],
  )
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
