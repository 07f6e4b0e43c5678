import test from 'ava'
import { ContentError } from '../src/errors.js'
import { parseYaml } from '../src/plan/config/yaml.js'

const parse = (text: string) => parseYaml(Buffer.from(text))

const fails = (text: string) => {
  try {
    parse(text)
    return 'nothing'
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    return error.message
  }
}

test('indentation within brackets and quotes is ignored', t => {
  t.deepEqual(parse('skips: [\n"B101",\n"B102"\n]\ntests: []\n'), { skips: ['B101', 'B102'], tests: [] })
  t.deepEqual(parse('a:\n  b: ["x",\n  "y"\n  ]\n  c: {d: 1,\n e: 2\n}\nf: 3\n'), {
    a: { b: ['x', 'y'], c: { d: 1, e: 2 } },
    f: 3,
  })
  t.deepEqual(parse('a:\n  b: "x\ny"\n  c: \'x\n y\'\n'), { a: { b: 'x y', c: 'x y' } })
})

test('every line break that PyYAML knows ends a line', t => {
  t.deepEqual(parse('a: 1\rb: 2\r\nc: 3\x85d: 4\n'), { a: 1, b: 2, c: 3, d: 4 })
})

test('plain scalars have the type that PyYAML gives them', t => {
  const text = [
    'y',
    'n',
    '1e3',
    '12e03',
    '._1',
    '08',
    '0o17',
    '1:60',
    '1_000',
    '017',
    '0b11',
    '0x1F',
    '-1:30',
  ]
  t.deepEqual(parse(`[${text.join(', ')}]`), [...text.slice(0, 8), 1000, 15, 3, 31, -90])
  t.deepEqual(parse('[1.5e+3, 1., .5, -.inf, .NaN, 1:30.5, On, NO, ~, Null]'), [
    1500,
    1,
    0.5,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
    90.5,
    true,
    false,
    null,
    null,
  ])
})

test('a tag forces the type of a scalar', t => {
  t.deepEqual(parse('[!!float 3, !!int "5", !!null x, !!bool "Yes", !!str 5]'), [3, 5, null, true, '5'])
  t.regex(fails('a: !!int x'), /"x" is not a valid int at line 1, column 4/)
  t.regex(fails('a: !!bool x'), /"x" is not a valid bool/)
})

test('a directive changes nothing, except a future version', t => {
  t.deepEqual(parse('%YAML 1.2\n%FOO bar\n---\na: [yes, 017]\n'), { a: [true, 15] })
  t.regex(fails('%YAML 2.0\n---\na: 1\n'), /version 2.0/)
})

test('text that PyYAML cannot convert is an error', t => {
  for (const text of ['a: [<<]', 'a: =', '? [x]\n: 1', '{a: 1}: 2', 'a: !!set {? [x]}'])
    t.regex(fails(text), /not a valid (merge|value)|cannot be a key/, text)
  t.is(fails('a: "\x07"'), 'U+0007 is not allowed in YAML')
})

test('a key that is not a string has no name', t => {
  const value = parse('1: a\ntrue: b\n~: c\n"1": d\n')
  t.deepEqual(Object.entries(value as object), [['1', 'd']])
  t.is(Reflect.ownKeys(value as object).length, 4)
})

test('merged and shared mappings are resolved', t => {
  t.deepEqual(parse('a: &a {x: 1}\nb: {<<: *a, y: 2}\nc: *a\n'), {
    a: { x: 1 },
    b: { x: 1, y: 2 },
    c: { x: 1 },
  })
  t.deepEqual(parse('[!!omap [a: 1], !!pairs [a: 1, a: 2]]'), [[{ a: 1 }], [{ a: 1 }, { a: 2 }]])
})

test('a value can contain itself', t => {
  const list = parse('a: &x [*x]\nskips: [B101]\n') as { a: unknown[]; skips: string[] }
  t.is(list.a[0], list.a)
  t.deepEqual(list.skips, ['B101'])
  const mapping = parse('&x {a: *x}\n') as { a: unknown }
  t.is(mapping.a, mapping)
})

test('deep nesting is an error, not the end of the process', t => {
  for (const [open, close] of [
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
  ] as const) {
    t.notThrows(() => parse(`${open.repeat(200)}a${close.repeat(200)}\n`))
    t.is(fails(`${open.repeat(3000)}a${close.repeat(3000)}\n`), 'nested more than 480 levels deep')
  }
})
