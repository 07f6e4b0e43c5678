import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The examples of a rule: code before and after, which are the same where nothing may be mended. */
export interface Examples {
  rule: string
  class: string
  pairs: [before: string, after: string][]
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Runs the tests of the fixes, which write their examples to this folder. */
export function readExamples(folder: string): Examples[] {
  const { status, stderr } = spawnSync(
    'cargo',
    ['test', '--quiet', '--package', 'posse_core', '--lib', 'fixes'],
    { cwd: ROOT, env: { ...process.env, POSSE_FIX_PAIRS: folder }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`the tests of the fixes failed\n${stderr.slice(-2000)}`)
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  return files.map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Examples)
}
