// Collects the license notices of third-party code in the packages of a release.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { rolldown } from 'rolldown'
import bundles from '../rolldown.config.mjs'
import { root, Unbuildable } from './build.mjs'

/** For packages that name the MIT license but do not include its text. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** The notices of the npm packages that are bundled in `dist/`. */
export async function bundleNotices() {
  const folders = []
  for (const bundle of bundles) {
    const build = await rolldown({ ...bundle, cwd: root })
    const { output } = await build.generate(bundle.output)
    await build.close()
    folders.push(...output.flatMap(({ moduleIds = [] }) => moduleIds.map(packageFolder)))
  }
  return notices(
    [...new Set(folders)].filter(Boolean).map(folder => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return { name, version, license, authors: [], folder }
    }),
  )
}

/** The folder of the installed package to which a module belongs; undefined for our own modules. */
function packageFolder(module) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module)?.[0]
}

/** The notices of the crates and of Rust's standard library in the core, for a target. */
export function coreNotices(target) {
  const options = ['--format-version=1', '--locked', `--filter-platform=${target}`]
  const metadata = execFileSync('cargo', ['metadata', ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { packages, resolve } = JSON.parse(metadata)
  const crates = new Map(packages.map(crate => [crate.id, crate]))
  const dependencies = new Map(resolve.nodes.map(({ id, deps }) => [id, deps]))
  const linked = new Set()
  const link = id => {
    if (linked.has(id) || isMacro(crates.get(id))) return
    linked.add(id)
    for (const { pkg, dep_kinds } of dependencies.get(id)) {
      if (dep_kinds.some(({ kind }) => kind === null)) link(pkg)
    }
  }
  link(packages.find(({ name }) => name === 'posse_node').id)
  const foreign = [...linked].map(id => crates.get(id)).filter(({ source }) => source !== null)
  return notices([
    ...foreign.map(crate => ({ ...crate, folder: dirname(crate.manifest_path) })),
    {
      name: "Rust's standard library",
      version: '',
      license: 'MIT OR Apache-2.0',
      authors: ['The Rust Project Contributors'],
    },
  ])
}

/** Procedural macros run in the compiler and are not part of the binary. */
const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes('proc-macro'))

/** What the MIT license says after the names of those who grant it. */
const CONDITIONS = /\bPermission is hereby granted, free of charge.*$/s

/**
 * Joins notices into one text. Equal conditions are printed once, below all the components that they hold for and the
 * names of those who grant them.
 */
function notices(components) {
  const byConditions = new Map()
  for (const component of components.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = `${component.name} ${component.version}`.trim()
    for (const text of licences(component)) {
      const [conditions] = CONDITIONS.exec(text) ?? [text]
      const key = conditions.replace(/\s+/g, ' ')
      const part = byConditions.get(key) ?? { conditions, titles: [], namesByGrant: new Map() }
      byConditions.set(key, part)
      part.titles.push(`${name} (${component.license})`)
      const grant = text.slice(0, -conditions.length).trim()
      part.namesByGrant.set(grant, [...(part.namesByGrant.get(grant) ?? []), name])
    }
  }
  const parts = Array.from(byConditions.values(), ({ conditions, titles, namesByGrant }) => {
    const grants = Array.from(namesByGrant, ([grant, names]) => grant && `${names.join(', ')}:\n${grant}`)
    return `${[titles.join('\n'), ...grants.filter(Boolean), conditions].join('\n\n')}\n`
  })
  const head = 'This package contains third-party code under the following licenses.\n'
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`)
}

/** The texts of a component's licenses. If there is a choice of MIT and Apache, takes MIT. */
function licences({ name, license, authors, folder }) {
  const files = folder ? licenceFiles(folder) : []
  const hasMit = files.some(file => /mit/i.test(basename(file)))
  const chosen = files.filter(file => !(hasMit && /apache/i.test(basename(file))))
  if (chosen.length > 0) {
    return chosen.map(file => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim())
  }
  if (!license?.includes('MIT'))
    throw new Unbuildable(`${name} (${license}) does not include the text of its license`)
  const holders = authors.map(author => author.replace(/ <.*/, '')).join(', ')
  return [`MIT License\n\nCopyright (c) ${holders || `the authors of ${name}`}\n\n${MIT}`]
}

/** Licence files of a package, including those of vendored code, but not those of its own node_modules. */
function licenceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter(file => !relative(folder, file).split(sep).includes('node_modules'))
    .filter(file =>
      /^(copying|copyright|licen[cs]e|notice|unlicense)[^.]*(\.(md|txt))?$/i.test(basename(file)),
    )
    .sort()
}
