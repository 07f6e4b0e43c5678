import test from 'ava'
import { paint } from '../src/formats/people/html/script/paint.js'
import { escaped } from '../src/formats/people/html/text.js'
import { HOSTILE } from './hostile-sources.js'

/** Lines of code as in a report. */
const linesOf = (code: string) => code.split('\n').map(escaped).join('\n')

/** The coloured parts of Python code, each as `k import`. */
function parts(code: string): string[] {
  const painted = paint(linesOf(code))
  return [...painted.matchAll(/<span class="(\w)">(.*?)<\/span>/gs)].map(
    ([, kind, text = '']) =>
      `${kind} ${text
        .replace(/&quot;/g, '"')
        .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')}`,
  )
}

/** Removes what painting adds. */
const unpainted = (html: string) => html.replace(/<span class="[ksnc]">|<\/span>/g, '')

test('keywords, constants, numbers and comments have colours, other names have none', t => {
  t.deepEqual(parts('async def f(x=1.5e3, *, y=None): return not_a_keyword  # def "x"'), [
    'k async',
    'k def',
    'n 1.5e3',
    'n None',
    'k return',
    'c # def "x"',
  ])
  t.deepEqual(parts('éif = importé.iff & 0xFF < True'), ['n 0xFF', 'n True'])
  t.deepEqual(parts('x = 1 ## y :: "##"'), ['n 1', 'c ## y :: "##"'])
  t.deepEqual(parts('"##" if :: x'), ['s "##"', 'k if'])
})

test('strings with any prefix and any quotes have a colour', t => {
  const code = String.raw`x = 'a' + "b'" + rb"\\" + Rb'\'' + u"" + f'' + """c"""; c = bar"z"`
  t.deepEqual(parts(code), [
    "s 'a'",
    's "b\'"',
    String.raw`s rb"\\"`,
    String.raw`s Rb'\''`,
    's u""',
    "s f''",
    's """c"""',
    's "z"',
  ])
})

test('a string ends at the end of its line, unless it has triple quotes or a backslash there', t => {
  t.deepEqual(parts("x = 'open\nif y"), ["s 'open", 'k if'])
  t.deepEqual(parts("x = 'one\\\ntwo' if y"), ["s 'one\\\ntwo'", 'k if'])
  t.deepEqual(parts('x = """if\n"in" \'is\'\n""" if y'), ['s """if\n"in" \'is\'\n"""', 'k if'])
})

test('what an f-string evaluates is code', t => {
  t.deepEqual(parts('f"a {x["k"]!r:>9} {{b}} c"'), ['s f"a ', 's  {{b}} c"'])
  t.deepEqual(parts('f"SELECT {table} WHERE {{}}" + "{x}"'), ['s f"SELECT ', 's  WHERE {{}}"', 's "{x}"'])
  t.deepEqual(parts('f"{x"'), ['s f"{x"'])
})

test('an excerpt that starts in a string is not taken for code up to its end', t => {
  t.deepEqual(parts('if not in\nis."""\nif x'), ['s if not in\nis."""', 'k if'])
  t.deepEqual(parts("and more'''.format(x)\nif x"), ["s and more'''", 'k if'])
  t.deepEqual(parts('def f():\n  """\n  if text'), ['k def', 's """\n  if text'])
  t.deepEqual(parts('x = """\n  if text'), ['s """\n  if text'])
  t.deepEqual(parts('"""One"""\nif x'), ['s """One"""', 'k if'])
})

test('tags stay, and a string of several lines is coloured in each', t => {
  t.is(
    paint(
      '<ol start="1"><li>if <mark>x(&#39;&#39;&#39;a\n<li class="own">b&#39;&#39;&#39;)</mark> # c\n</ol>',
    ),
    '<ol start="1"><li><span class="k">if</span> <mark>x(<span class="s">&#39;&#39;&#39;a\n</span><li class="own">' +
      '<span class="s">b&#39;&#39;&#39;</span>)</mark> <span class="c"># c</span>\n</ol>',
  )
})

test('painting adds spans and changes nothing else, whatever the code is', t => {
  const pieces = [
    '"',
    "'",
    '"""',
    "'''",
    '\\',
    '{',
    '}',
    '#',
    '\n',
    'f',
    'rb',
    'if',
    ' ',
    '<',
    '&',
    '0x',
    'é',
    '</li>',
    '&quot;',
    '\u{1f600}',
    '\u2028',
  ]
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (const { content } of HOSTILE) {
    const list = linesOf(String(content))
    t.is(unpainted(paint(list)), list)
  }
  for (let round = 0; round < 20_000; round++) {
    const code = Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join('')
    const list = `<ol><li><mark>${linesOf(code)}</mark>\n</ol>`
    const painted = paint(list)
    if (unpainted(painted) !== list) t.is(unpainted(painted), list)
    const [opened, closed] = [painted.split('<span').length, painted.split('</span>').length]
    if (opened !== closed) t.fail(code)
  }
  t.pass()
})

test('painting a long line takes linear time', t => {
  for (const piece of ['"', "f'{", '\\', '"""', '#', 'if ', '<', '{{', '&', 'f"{x', '= ']) {
    const list = linesOf(piece.repeat(500_000))
    const start = performance.now()
    t.is(unpainted(paint(list)).length, list.length)
    t.true(performance.now() - start < 20_000, piece)
  }
})
