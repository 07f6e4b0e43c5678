import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { namesIn } from './file.js'
import { type Located, parseToml, type Table } from './toml.js'

/** Whether the project in a folder, or one above it in the same repository, says that it depends on a package. */
export function dependsOn(folder: string, name: string): boolean {
  return foldersOf(folder).some(each => isNamedIn(each, name))
}

/** A folder and those above it, up to the root of the repository; only the folder if there is none. */
function foldersOf(folder: string): string[] {
  const folders: string[] = []
  for (let at = folder; ; at = dirname(at)) {
    folders.push(at)
    if (existsSync(join(at, '.git'))) return folders
    if (dirname(at) === at) return [folder]
  }
}

function isNamedIn(folder: string, name: string): boolean {
  return filesIn(folder).some(file => {
    try {
      const text = readFileSync(join(folder, file), 'utf8')
      if (!text.toLowerCase().includes(name)) return false
      const all = file === 'pyproject.toml' ? requirementsOf(parseToml(text, folder)) : linesOf(text)
      return all.some(each => nameOf(each) === name)
    } catch {
      // Others complain about a project file that cannot be read.
      return false
    }
  })
}

/** The files in a folder that may say what a project depends on. */
function filesIn(folder: string): string[] {
  return namesIn(folder).filter(file =>
    /^(?:pyproject\.toml|setup\.cfg|requirements.*\.(?:txt|in))$/.test(file),
  )
}

/** The requirements of a `pyproject.toml`: of the project, of its extras and groups, and those for Poetry. */
function requirementsOf(project: Table): string[] {
  const at = (...keys: string[]) =>
    keys.reduce<unknown>(
      (table, key) => (table instanceof Map ? (table as Table).get(key)?.node.value : undefined),
      project,
    )
  const poetry = ['tool', 'poetry']
  return [
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

/** Lines that may be requirements. In `setup.cfg`, the first one may follow its key. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map(line => line.replace(/^\s*[\w.-]+\s*=(?!=)/, ''))
}

/** The name in a requirement, as packages are compared. */
function nameOf(requirement: string): string | undefined {
  return /^\s*([a-z\d][\w.-]*)/i
    .exec(requirement)?.[1]
    ?.toLowerCase()
    .replace(/[-_.]+/g, '-')
}
