import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readRegular } from '../inputs.js'
import { namesIn } from './file.js'
import { type Located, parseToml, type Table } from './toml.js'

/** What the projects of files depend on. Each folder is read once. */
export class Dependencies {
  private readonly known = new Map<string, boolean>()

  /** `name` is that of a package. */
  constructor(private readonly name: string) {}

  /**
   * Whether the project of the files in a folder says that it depends on the package: the nearest folder at or above this
   * one whose files say what a project depends on, but not above its repository, or above `root` if it is in none.
   */
  has(folder: string, root: string): boolean {
    const known = this.known.get(folder)
    if (known !== undefined) return known
    const found = saysSo(folder, this.name) ?? (!isTop(folder, root) && this.has(dirname(folder), root))
    this.known.set(folder, found)
    return found
  }
}

/** Whether no project above a folder counts. */
function isTop(folder: string, root: string): boolean {
  const isRepository = existsSync(join(folder, '.git'))
  return isRepository || folder === dirname(folder) || (folder === root && !isInRepository(folder))
}

function isInRepository(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true
    if (dirname(at) === at) return false
  }
}

/** Whether the files in a folder say that a project depends on a package; undefined if they are about no project. */
function saysSo(folder: string, name: string): boolean | undefined {
  const said = namesIn(folder).flatMap(file => {
    const read = READERS.find(([pattern]) => pattern.test(file))?.[1]
    try {
      const requirements = read?.(readRegular(join(folder, file)).toString(), folder) ?? []
      return requirements.map(nameOf).filter(each => each !== undefined)
    } catch {
      // Others complain about a project file that cannot be read.
      return []
    }
  })
  return said.length > 0 ? said.includes(name) : undefined
}

/** The files that may say what a project depends on, and what reads their requirements. */
const READERS: readonly [RegExp, (text: string, path: string) => string[]][] = [
  [/^pyproject\.toml$/, (text, path) => requirementsOf(parseToml(text, path))],
  [/^Pipfile$/, (text, path) => packagesOf(parseToml(text, path))],
  [/^requirements.*\.(?:txt|in)$/, linesOf],
  [
    /^setup\.cfg$/,
    text => (text.includes('install_requires') || text.includes('extras_require') ? linesOf(text) : []),
  ],
  [/^setup\.py$/, literalsOf],
]

/**
 * The requirements of a `pyproject.toml`: of the project, of its extras and groups, and those for Poetry. Its own name is one
 * of them: it may depend on nothing else.
 */
function requirementsOf(project: Table): string[] {
  const at = (...keys: string[]) =>
    keys.reduce<unknown>(
      (table, key) => (table instanceof Map ? (table as Table).get(key)?.node.value : undefined),
      project,
    )
  const poetry = ['tool', 'poetry']
  return [
    ...[at('project', 'name'), at(...poetry, 'name')].filter(name => typeof name === 'string'),
    ...textsIn(at('project', 'dependencies')),
    ...textsIn(at('project', 'optional-dependencies')),
    ...textsIn(at('dependency-groups')),
    ...keysOf(at(...poetry, 'dependencies')),
    ...keysOf(at(...poetry, 'dev-dependencies')),
    ...valuesOf(at(...poetry, 'group')).flatMap(group =>
      keysOf(group instanceof Map ? (group as Table).get('dependencies')?.node.value : undefined),
    ),
  ]
}

/** The texts in a list, or in the lists of a table. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return (value as Located[]).map(item => String(item.value))
  return valuesOf(value).flatMap(textsIn)
}

function valuesOf(value: unknown): unknown[] {
  return value instanceof Map ? [...(value as Table).values()].map(({ node }) => node.value) : []
}

function keysOf(value: unknown): string[] {
  return value instanceof Map ? [...(value as Table).keys()] : []
}

/** The packages of a `Pipfile`. */
function packagesOf(pipfile: Table): string[] {
  return ['packages', 'dev-packages'].flatMap(key => keysOf(pipfile.get(key)?.node.value))
}

/** The string literals of code, which may be requirements. */
function literalsOf(code: string): string[] {
  return [...code.matchAll(/(["'])([a-z\d][^"'\n]*)\1/gi)].map(([, , text]) => text ?? '')
}

/** Lines that may be requirements. In `setup.cfg`, the first one may follow its key. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map(line => line.replace(/^\s*[\w.-]+\s*=(?!=)/, ''))
}

/** The name in a requirement, as packages are compared; undefined for a comment or an option. */
function nameOf(requirement: string): string | undefined {
  return /^\s*([a-z\d][\w.-]*)/i
    .exec(requirement)?.[1]
    ?.toLowerCase()
    .replace(/[-_.]+/g, '-')
}
