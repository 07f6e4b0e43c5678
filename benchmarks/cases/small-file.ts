import type { Case } from '../case.js'
import { bandit, posse } from '../commands.js'
import type { Tree } from '../trees.js'

/** 169 lines with five findings, as an editor or a hook would have them scanned. */
const SMALL_FILE = 'django/django/core/cache/backends/filebased.py'

/** One small file: the time is that of starting. */
export function smallFileCase({ parent }: Tree, rounds: number): Case {
  const file = { parent, folders: [SMALL_FILE] }
  const node = { argv: [process.execPath, '-e', '0'], cwd: parent } as const
  const entrants = [
    { name: 'posse', command: posse(file) },
    { name: 'node -e 0', command: node },
    { name: 'Bandit', command: bandit(file) },
  ]
  return { entrants, rounds }
}
