import test from 'ava'
import { ContentError } from '../src/errors.js'
import { parseYaml } from '../src/plan/config/yaml/index.js'

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
  // In Python, 1 and True are the same key.
  t.is(Reflect.ownKeys(value as object).length, 3)
})

test('merged and shared mappings are resolved', t => {
  t.deepEqual(parse('a: &a {x: 1}\nb: {<<: *a, y: 2}\nc: *a\n'), {
    a: { x: 1 },
    b: { x: 1, y: 2 },
    c: { x: 1 },
  })
  t.deepEqual(parse('[!!omap [a: 1], !!pairs [a: 1, a: 2]]'), [
    [['a', 1]],
    [
      ['a', 1],
      ['a', 2],
    ],
  ])
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

test('comments, tabs and line breaks are where PyYAML takes them', t => {
  t.deepEqual(parse('skips: [B404]#c\ntests: "B101"#d\n'), { skips: ['B404'], tests: 'B101' })
  t.deepEqual(parse('[B101#c, B102] # [\n'), ['B101#c', 'B102'])
  t.deepEqual(parse('a: 1\u2028b: 2\u2029c: [x,\u2028y]\n'), { a: 1, b: 2, c: ['x', 'y'] })
  t.deepEqual(parse('a: "x\u2028y"\n'), { a: 'x\u2028y' })
  t.deepEqual(parse('a: |\n x\ty\nb: "x\ty" #\tc\n'), { a: 'x\ty\n', b: 'x\ty' })
  for (const text of ['a:\tb\n', 'a: b\t\n', '\ta: b\n', 'a: [b,\tc]\n', 'a: b\tc\n'])
    t.regex(fails(text), /^'\t' cannot start a token at line 1/, JSON.stringify(text))
})

test('an error says where it is', t => {
  for (const [text, message] of [
    ['a: b: c', 'a value is not allowed here at line 1, column 5'],
    ['a: [b', "expected ',', found the end at line 1, column 6"],
    ['a: 1\n b: 2', 'a value is not allowed here at line 2, column 3'],
    ['a: "b', 'the quotes are not closed at line 1, column 4'],
    ['a: *b', 'found the alias *b without an anchor at line 1, column 4'],
    ['a: !x b', 'unknown tag !x at line 1, column 4'],
    ['a: 1\nb\n', "expected ':' after a key at line 2, column 1"],
    ['- a\n---\n- b\n', 'expected a single document at line 2, column 1'],
    ['a: 2001-13-01', '"2001-13-01" is not a valid timestamp at line 1, column 4'],
  ] as const)
    t.is(fails(text), message, text)
})

test('what grows fast when it is read naively is read quickly', t => {
  const bomb = ['a: &a0 [x]']
  for (let n = 1; n < 60; n++) bomb.push(`b${n}: &a${n} [*a${n - 1}, *a${n - 1}]`)
  t.is(Object.keys(parse(bomb.join('\n')) as object).length, 60)
  const merges = ['- &a0 {k0: 0}']
  for (let n = 1; n < 2000; n++) merges.push(`- &a${n} {<<: *a${n - 1}}`)
  t.deepEqual((parse(merges.join('\n')) as unknown[]).at(-1), { k0: 0 })
  t.is((parse(`${'a b '.repeat(1e6)}`) as string).length, 4e6 - 1)
})
