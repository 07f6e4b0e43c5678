import test from 'ava'
import { FindingField } from '../src/native.js'
import { hostOf } from '../src/plan/host.js'
import { planScan, type Wanted } from '../src/plan/plan.js'
import type { Finding } from '../src/report/finding.js'
import { FIELDS, numbersOf, TEXTS, writtenFrom } from '../src/report/finding-row.js'
import { builtinRules } from '../src/rules/builtin.js'
import { execute } from '../src/scan/execute.js'
import { findingsOf, recordFinding } from '../src/shard/rows.js'
import { folder } from './posse.js'

/*
 * The core declares the fields of findings in one place. These tests name none of them, so that they hold for the next
 * one as well.
 */

const CODE = 'import os\n\nos.system(\n  "é" + x)\nassert x, (\n  1)\n'

async function findings(cwd: string, wanted: Wanted = {}): Promise<Finding[]> {
  const options = { targets: [`${cwd}/a.py`], cacheDir: `${cwd}/cache` }
  return (await execute(await planScan(options, hostOf(process), { wanted }))).findings
}

const rowsOf = (found: readonly Finding[]) => found.map(finding => [...numbersOf(finding)])
const textsOf = (found: readonly Finding[]) => found.map(finding => TEXTS.map(name => finding[name]))

test('a finding has all fields by name', async t => {
  const found = await findings(folder(t, { 'a.py': CODE }))
  t.is(found.length, 2)
  t.is(FIELDS.length, Object.keys(FindingField).length)
  for (const finding of found) {
    // These are objects or words in the API.
    const shown = FIELDS.filter(name => !['rule', 'kind', 'severity', 'confidence'].includes(name))
    const byName = shown.map(name => Reflect.get(finding, name))
    t.deepEqual(byName, [...numbersOf(finding)].slice(-shown.length))
    t.deepEqual(
      TEXTS.filter(name => finding[name] === ''),
      ['cellId', 'hidden', 'fixText'],
      'which only notebooks and checks have',
    )
  }
})

test('the cache keeps all fields', async t => {
  const cwd = folder(t, { 'a.py': CODE })
  const [scanned, known] = [await findings(cwd), await findings(cwd)]
  t.deepEqual(rowsOf(known), rowsOf(scanned))
  t.deepEqual(textsOf(known), textsOf(scanned))
})

test('a record keeps all fields', async t => {
  const scanned = await findings(folder(t, { 'a.py': CODE }))
  const rules = builtinRules()
  const placeOf = ({ id }: Finding) => rules.findIndex(rule => rule.id === id)
  const recorded = scanned.map(each => JSON.parse(recordFinding(each, placeOf(each), '')))
  const read = findingsOf(
    recorded.map(each => ['a.py', each]),
    rules,
  )
  t.deepEqual(textsOf(read), textsOf(scanned))
  const names = read.map(({ id }) => id)
  t.deepEqual(
    names,
    scanned.map(({ id }) => id),
  )
  const others = (rows: number[][]) => rows.map(row => row.filter((_, field) => field !== FindingField.Rule))
  t.deepEqual(others(rowsOf(read)), others(rowsOf(scanned)))
})

test('a template can name every field', async t => {
  const template = [
    ...FIELDS.map((_, number) => [{ number }, { text: ' ' }]),
    ...TEXTS.map((_, string) => [{ string }, { text: ' ' }]),
  ].flat()
  const found = await findings(folder(t, { 'a.py': CODE }), { results: async () => template })
  const written = writtenFrom(found, 0, () => true)
  t.is(written?.end, found.length)
  const expected = found.map(each =>
    [...numbersOf(each), ...TEXTS.map(name => each[name])].map(field => `${field} `).join(''),
  )
  t.is(Buffer.from(written?.bytes ?? []).toString(), expected.join(''))
})

test('a finding knows its bytes in the file', async t => {
  const call = 'exec("é",\n  x)'
  const bidi = '"\u202e"'
  for (const [name, encoding, text] of [
    ['plain', 'utf8', `x = "é"; ${call}\n`],
    ['BOM and CRLF', 'utf8', `\ufeff# é\n\n${call}\n`.replaceAll('\n', '\r\n')],
    ['CR', 'utf8', `# é\r\r${call.replaceAll('\n', '\r')}\r`],
    ['mixed', 'utf8', `# é\r\n\n\r${call.replaceAll('\n', '\r\n')}\r`],
    ['latin-1', 'latin1', `# coding: latin-1\n# é\n${call}\n`],
    ['latin-1 and CRLF', 'latin1', `# coding: latin-1\n# é\n${call}\n`.replaceAll('\n', '\r\n')],
  ] as const) {
    const content = Buffer.from(text, encoding)
    const [finding] = await findings(folder(t, { 'a.py': content }))
    const bytes = content.subarray(finding?.startByte, finding?.endByte)
    t.is(bytes.toString(encoding).replaceAll(/\r\n?/g, '\n'), call, name)
  }
  const content = Buffer.from(`\ufeff# é\r\nx = ${bidi}\r\n`)
  const [finding] = await findings(folder(t, { 'a.py': content }))
  t.is(content.toString('utf8', finding?.startByte, finding?.endByte), '\u202e')
})
