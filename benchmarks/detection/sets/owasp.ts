import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { familiesOfCwe } from '../families.js'
import type { LabelledSet } from '../item.js'
import { prepareSource } from '../sources.js'

/** OWASP's Benchmark for Python: one handler a file, with a flaw or with something that only looks like it. */
export function owasp(): LabelledSet {
  const root = prepareSource('BenchmarkPython')
  const folder = join(root, 'testcode')
  const code = readdirSync(folder).filter(name => /^BenchmarkTest\d+\.py$/.test(name))
  const files = new Map(code.sort().map(name => [name, readFileSync(join(folder, name), 'utf8')]))
  return owaspOf(readFileSync(join(root, 'expectedresults-0.1.csv'), 'utf8'), files)
}

/** `expected` has a line for each file: its name, a category, whether there is a flaw, and its CWE. */
export function owaspOf(expected: string, files: ReadonlyMap<string, string>): LabelledSet {
  const rows = expected
    .split('\n')
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    .map(line => line.split(','))
  const items = rows.map(([id = '', , flawed, cwe]) => ({
    set: 'owasp' as const,
    id,
    file: `${id}.py`,
    families: familiesOfCwe(Number(cwe)),
    flawed: flawed === 'true',
  }))
  return { name: 'owasp', files, items: items.filter(({ file }) => files.has(file)) }
}
