import type { Case } from '../case.js'
import { bandit, check, posse } from '../commands.js'
import type { Tree } from '../trees.js'

/** A file of 169 lines with five findings, such as an editor or a hook scans. */
const SMALL_FILE = 'django/django/core/cache/backends/filebased.py'

/** One small file: this measures startup time. */
export function smallFileCase({ parent }: Tree, rounds: number): Case {
  const file = { parent, folders: [SMALL_FILE] }
  const node = { argv: [process.execPath, '-e', '0'], cwd: parent } as const
  const entrants = [
    { name: 'posse', command: posse(file) },
    { name: 'check', command: check(file) },
    { name: 'node -e 0', command: node },
    { name: 'Bandit', command: bandit(file) },
  ]
  return { entrants, rounds }
}
