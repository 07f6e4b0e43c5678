import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from '../case.js'
import { posse, scratch } from '../commands.js'
import { sizeOf, type Tree } from '../trees.js'

/** Files that are long in one way, on which a check that looks back or at its ancestors could be slow. */
const SHAPES = {
  'dict of 14,000 entries': `settings = {\n${repeat(14_000, index => `    "name_${index}": "value_${index}",\n`)}}\n`,
  'chain of 5,000 terms': `query = "select a from b where c = "${repeat(4_999, index => ` + name_${index}`)}\n`,
  '100,000 asserts': repeat(100_000, index => `assert value_${index}\n`),
} as const

/** The size of each shape, in copies of its file: enough that startup time does not matter. */
const BYTES = 32 * 2 ** 20

/**
 * Compares the time per byte of long files with ordinary ones. Reports only findings of high severity, which an assert
 * is not: writing a report fifty times as long as its source would hide the time of the scan.
 */
export function shapesCase(tree: Tree, rounds: number): Case {
  const shapes = Object.entries(SHAPES).map(([name, text], index) => ({
    name,
    tree: { parent: scratch('shapes'), folders: [`${index}`] },
    text,
  }))
  for (const { tree, text } of shapes) writeCopies(tree, text)
  const entrants = [{ name: 'corpora', tree }, ...shapes].map(({ name, tree }) => ({
    name,
    command: posse(tree, '-lll'),
    bytes: sizeOf(tree).bytes,
  }))
  return { entrants, rounds }
}

function writeCopies({ parent, folders }: Tree, text: string): void {
  for (const folder of folders.map(folder => join(parent, folder))) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (let copy = 0; copy * text.length < BYTES; copy++) writeFileSync(join(folder, `${copy}.py`), text)
  }
}

function repeat(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join('')
}
