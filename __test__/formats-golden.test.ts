import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { scalar, simpleKey } from '../src/formats/bandit/yaml/scalar.js'
import { format } from '../src/python/format.js'
import { ascii, repr } from '../src/python/repr.js'
import { FormatError } from '../src/python/spec.js'
import { parseTemplate } from '../src/python/template.js'
import { folder, posse } from './posse.js'

/*
 * golden/record.py has recorded the output of Bandit, PyYAML and Python for the cases in golden/cases.json and for
 * some texts of its own.
 */

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
const recorded = <T>(name: string): T => JSON.parse(golden(`formats/${name}`))

interface Cases {
  files: Record<string, string>
  runs: { name: string; args: string[] }[]
}
const { files, runs }: Cases = JSON.parse(golden('cases.json'))
const tree = { ...files, 'known.json': golden('formats/known.json') }
const status = recorded<Record<string, number>>('status.json')

/** What posse writes, for what Bandit wrote. Bandit's XML is not well-formed if it has control characters. */
function expected(name: string): string {
  const text = golden(`formats/${name}.out`)
  return name.startsWith('xml')
    ? text.replace(/[\0\x07]/g, each => (each === '\0' ? '\\x00' : '\\x07'))
    : text
}

for (const { name, args } of runs) {
  test(`same as Bandit: ${name}`, async t => {
    const run = await posse(args, { cwd: folder(t, tree) })
    t.is(run.stdout, expected(name))
    t.is(run.status, status[name] ?? null)
    if (run.status === 2) t.regex(run.stderr, /ERROR|error:/)
  })
}

for (const name of ['csv', 'xml', 'yaml', 'custom-tags', 'baseline-json']) {
  test(`same in a file as on standard output: ${name}`, async t => {
    const cwd = folder(t, tree)
    const args = runs.find(run => run.name === name)?.args ?? []
    const run = await posse([...args, '-o', 'report'], { cwd })
    t.is(run.stdout, '')
    t.is(run.status, 1)
    t.is(readFileSync(join(cwd, 'report'), 'utf8'), expected(name))
  })
}

test('a string is written to YAML as PyYAML does, as a value and as a key', t => {
  for (const [text, value, key] of recorded<[string, string, string][]>('yaml-strings.json')) {
    t.is(`key:${scalar(text, 'key:'.length, 2)}\n`, value)
    const simple = simpleKey(text)
    t.is(simple === undefined ? `?${scalar(text, 1, 2)}\n: 1\n` : `${simple}: 1\n`, key)
  }
})

test('a value is formatted as in Python, or rejected', t => {
  for (const [value, spec, text] of recorded<[string | number, string, string | null][]>(
    'format-specs.json',
  )) {
    if (text === null) t.throws(() => format(value, spec), { instanceOf: FormatError }, spec)
    else if (spec === '!r') t.is(repr(String(value)), text)
    else t.is(format(value, spec), text, `${value} with ${spec}`)
  }
  t.is(ascii('é\u{1f600}\u2028'), "'\\xe9\\U0001f600\\u2028'")
})

type Parts = [string, string | null, string | null, string | null]

test('a template is parsed as in Python, with the same errors', t => {
  for (const [template, expected] of recorded<[string, Parts[] | string][]>('templates.json')) {
    const parts = (): Parts[] =>
      parseTemplate(template).map(({ literal, field }) => [
        literal,
        field?.name ?? null,
        field?.spec ?? null,
        field?.conversion ?? null,
      ])
    if (typeof expected === 'string') t.throws(parts, { instanceOf: FormatError, message: expected })
    else t.deepEqual(parts(), expected, template)
  }
})
