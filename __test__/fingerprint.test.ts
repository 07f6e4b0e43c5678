import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { lineHashes, Selection } from '../index.js'
import { scan } from '../src/api.js'
import { folder } from './posse.js'

/** What GitHub's own code computes for these texts: one hash per line. */
const VECTORS: { input: string; hashes: string[]; name?: string }[] = JSON.parse(
  readFileSync(new URL('fixtures/fingerprint-vectors.json', import.meta.url), 'utf8'),
)

/** The hashes of the first lines. */
function hashesOf(content: Uint8Array, count: number): Promise<string[]> {
  const lines = Uint32Array.from({ length: count }, (_, index) => index + 1)
  return lineHashes(Selection.of([{ name: 'x.py', content }]), new Uint32Array(count), lines)
}

for (const { input, hashes, name = input } of VECTORS) {
  test(`fingerprints of ${JSON.stringify(name).slice(0, 60)}`, async t => {
    t.deepEqual(await hashesOf(Buffer.from(input), hashes.length), hashes)
    t.is((await hashesOf(Buffer.from(input), hashes.length + 1)).at(-1), '', 'there is no such line')
  })
}

test('each byte that is not UTF-8 counts as one replacement character', async t => {
  const content = Buffer.from('x = "\xff\xe9("\nassert x\n', 'latin1')
  t.deepEqual(await hashesOf(content, 3), ['67d312849ec4cd88:1', 'cce69735568fe3df:1', 'c129715d7a2bc9a3:1'])
})

test('equal lines are numbered in file order', async t => {
  const hashes = await hashesOf(Buffer.from('eval(x)\n'.repeat(40)), 41)
  t.deepEqual(hashes.slice(0, 2), ['4f41acc62a89991c:1', '4f41acc62a89991c:2'])
  t.deepEqual(hashes.slice(38), ['7f9190a48dccfee1:1', '573809ece0ff21d2:1', 'c129715d7a2bc9a3:1'])
})

test('files and lines can come in any order, and a missing one has no fingerprint', async t => {
  const path = folder(t, { 'a.py': 'import os\nos.system("ls")\n' })
  const selection = Selection.of([
    { name: join(path, 'gone.py') },
    { name: 'b.py', content: Buffer.from('\n') },
    { name: join(path, 'a.py') },
  ])
  const places: [file: number, line: number][] = [
    [2, 2],
    [2, 1],
    [0, 1],
    [1, 1],
    [7, 1],
    [2, 0],
  ]
  const columns = [0, 1].map(column => Uint32Array.from(places, place => place[column] ?? 0))
  const [files = new Uint32Array(), lines = new Uint32Array()] = columns
  t.deepEqual(await lineHashes(selection, files, lines), [
    'e5f3b26fefabb3a:1',
    'ddfbfed2135b82f9:1',
    '',
    '3c5bef55b72b93c9:1',
    '',
    '',
  ])
})

test('a scan computes fingerprints on demand, for the line on which the finding’s own node begins', async t => {
  const content = Buffer.from('import os\nos.system("ls")\n')
  const sources = [
    { name: 'a.py', content },
    { name: 'empty.py', content: Buffer.of() },
    { name: 'b.py', content },
  ]
  const { lineHashes: none } = await scan({ sources })
  t.is(none, undefined)
  const report = await scan({ sources, tests: ['B605'], lineHashes: true })
  t.deepEqual(
    report.findings.map(finding => [finding.file, report.lineHashes?.get(finding)]),
    [
      ['a.py', 'e5f3b26fefabb3a:1'],
      ['b.py', 'e5f3b26fefabb3a:1'],
    ],
  )
})

test('a byte order mark and an encoding are ignored, because GitHub ignores them', async t => {
  const path = folder(t)
  const file = join(path, 'a.py')
  writeFileSync(file, '\ufeffimport os\nassert os\n')
  const report = await scan({ targets: [file], tests: ['B101'], lineHashes: true })
  t.deepEqual([...(report.lineHashes?.values() ?? [])], ['a33eaa5a00fc4fa1:1'])
  rmSync(file)
})
