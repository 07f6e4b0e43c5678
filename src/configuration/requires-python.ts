import { join } from 'node:path'
import { readRegular } from '../inputs.js'
import { parseToml } from './toml.js'

/** Versions of Python 3 that are considered; what needs a later one has none. */
const MINORS = Array.from({ length: 40 }, (_, minor) => minor)

/**
 * The oldest Python, such as `py39`, that `requires-python` of the `pyproject.toml` in a folder allows; undefined if
 * there is none, or it cannot be read.
 */
export function requiredPython(folder: string): string | undefined {
  try {
    const text = readRegular(join(folder, 'pyproject.toml')).toString()
    if (!text.includes('requires-python')) return undefined
    const project = parseToml(text, folder).get('project')?.node.value
    const required = project instanceof Map ? project.get('requires-python')?.node.value : undefined
    return typeof required === 'string' ? oldestPython(required) : undefined
  } catch {
    // Others complain about a project file that cannot be read.
    return undefined
  }
}

/** The oldest Python 3, such as `py39`, that a specifier such as `>=3.9,<4` allows. */
export function oldestPython(specifier: string): string | undefined {
  const tests = specifier.split(',').map(testOf)
  const minor = MINORS.find(each => tests.every(test => test(each)))
  return minor === undefined ? undefined : `py3${minor}`
}

/** Whether a clause allows some release of Python 3.`minor`. */
function testOf(clause: string): (minor: number) => boolean {
  const [, operator, major, second, third] =
    /^\s*(~=|===?|!=|<=?|>=?)\s*v?(\d+)(?:\.(\d+))?((?:\.\d+)*)(?:\.\*|[a-z]+\d*)?\s*$/.exec(clause) ?? []
  if (operator === undefined) return () => clause.trim() === ''
  if (major !== '3') return () => Number(major) < 3 === operator.startsWith('>')
  const given = Number(second ?? 0)
  switch (operator) {
    case '>=':
      return minor => minor >= given
    case '>':
      return minor => (third ? minor >= given : minor > given)
    case '~=':
      return minor => (third ? minor === given : minor >= given)
    case '<':
      return minor => (third && !/^(\.0)+$/.test(third) ? minor <= given : minor < given)
    case '<=':
      return minor => minor <= given
    case '!=':
      return minor => minor !== given || Boolean(third)
    default:
      return minor => second === undefined || minor === given
  }
}
