import { createHash } from 'node:crypto'
import { join } from 'node:path'
import test from 'ava'
import { type Options, scan } from '../src/api.js'
import type { FormatOptions } from '../src/formats/format.js'
import { FORMATS } from '../src/formats/index.js'
import type { Facet } from '../src/formats/people/html/facets.js'
import { ruleHelp } from '../src/formats/people/html/rule-help.js'
import type { Finding } from '../src/report/finding.js'
import type { Report } from '../src/report/report.js'
import { builtinRules } from '../src/rules/builtin.js'
import { HOSTILE } from './hostile-sources.js'
import { folder } from './posse.js'

const OPTIONS: FormatOptions = {
  cwd: '/',
  aggregate: 'file',
  verbose: false,
  quiet: false,
  time: new Date('2026-01-01T10:20:30Z'),
}

async function print(report: Report, options: Partial<FormatOptions> = {}): Promise<string> {
  const format = await FORMATS.html()
  return [...format(report, { ...OPTIONS, ...options })].join('')
}

const source = (name: string, text: string) => ({ name, content: Buffer.from(text) })

const page = async (options: Options, format: Partial<FormatOptions> = {}) =>
  print(await scan(options), format)

/** The parts of a text between each pair of these delimiters. */
function between(text: string, start: string, end: string): string[] {
  return text
    .split(start)
    .slice(1)
    .map(part => part.slice(0, part.indexOf(end)))
}

/** The part of a page with the findings. */
const listOf = (text: string) => between(text, '<noscript>', '</noscript>').join()

test('a finding shows its message, location, links and code, with its lines highlighted and its span marked', async t => {
  const text = await page({
    sources: [source('app/a.py', 'import yaml\n\nx = yaml.load(\n  "a & b")\n# end\n')],
    tests: ['B506'],
  })
  t.is(
    between(listOf(text), '<article ', '</article>').join(),
    'class="finding medium" id="f1" data-keys="0 0 0 0"><b>Medium</b>' +
      '<h3>Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().</h3>' +
      '<p><a class="place" href="#f1"><i>app/a.py:</i>3</a> ' +
      '<a class="rule" href="#r0">B506 yaml_load</a> ' +
      '<a href="https://cwe.mitre.org/data/definitions/20.html">CWE-20</a> <span>High confidence</span></p>\n' +
      '<ol start="2"><li>\n<li class="own">x = <mark>yaml.load(</mark>\n' +
      '<li class="own">  <mark>&quot;a &amp; b&quot;)</mark>\n<li># end\n</ol>',
  )
})

/** The lines of code that are a finding's own. */
const ownLines = (text: string) => between(listOf(text), '<li class="own">', '\n<')

test('the exact span is marked, whatever is before it in the line', async t => {
  const text = await page({
    sources: [source('a.py', '"\u{1f600}é<"; exec(a); exec("b")\nif x: exec(c)  # exec\n')],
    tests: ['B102'],
  })
  t.deepEqual(ownLines(text), [
    '&quot;\u{1f600}é&lt;&quot;; <mark>exec(a)</mark>; exec(&quot;b&quot;)',
    '&quot;\u{1f600}é&lt;&quot;; exec(a); <mark>exec(&quot;b&quot;)</mark>',
    'if x: <mark>exec(c)</mark>  # exec',
  ])
})

test('a span of several whole lines is not marked: its lines are highlighted', async t => {
  const code = 'def f(password="x"):\n    return 1\ntry:\n    x = exec(\n      y)\nexcept E: pass\n'
  const text = await page({ sources: [source('a.py', code)], tests: ['B107', 'B102'], contextLines: 1 })
  t.deepEqual(ownLines(text), [
    '    x = <mark>exec(</mark>',
    '      <mark>y)</mark>',
    'def f(password=&quot;x&quot;):',
    '    return 1',
  ])
})

test('what to do is said once for each rule, from its page', async t => {
  const sources = [source('a.py', 'assert 1\nassert 2\nimport subprocess\nsubprocess.call(x, shell=True)\n')]
  const text = await page({ sources, tests: ['B101', 'B602'] })
  const rules = between(text, '<article class="help" id="', '</article>')
  t.deepEqual(
    rules.map(rule => rule.slice(0, rule.indexOf('\n'))),
    ['r0"><h3>B101 assert_used</h3>', 'r1"><h3>B602 subprocess_popen_with_shell_equals_true</h3>'],
  )
  const [, shell = ''] = rules
  t.deepEqual(between(shell, '<p>', '</p>'), [
    'With <code>shell=True</code>, a shell interprets the command, so input inside it can add commands. Pass the program and its arguments as a list, without a shell. Severity is LOW if the command is a literal, HIGH otherwise.',
    'Set the list of functions with <code>shell_injection.subprocess</code>.',
    '<b>How to silence it</b>',
    '<a href="https://bandit.readthedocs.io/en/1.9.4/plugins/b602_subprocess_popen_with_shell_equals_true.html">Bandit\'s page about B602</a>',
  ])
  t.deepEqual(between(shell, '<pre>', '</pre>'), [
    'import subprocess\n' +
      '<span class="own">subprocess.call(command, shell=True)         # B602 HIGH</span>\n' +
      '<span class="own">subprocess.Popen(&quot;ls&quot;, shell=1)              # B602 LOW</span>\n' +
      'subprocess.call([command], shell=False)\nsubprocess.call(args=command, shell=True)',
  ])
  t.is(
    between(shell, '<li>', '</li>')[0],
    'One finding: add a comment <code># nosec B602</code> to its line, followed by the reason.',
  )
  t.deepEqual(between(listOf(text), '<a class="rule" href="', '"'), ['#r1', '#r0', '#r0'])
})

test('every rule has help without markup of its Markdown', t => {
  const rules = builtinRules()
  const values = rules.map(({ id }, key) => ({ label: id, html: id, key, count: 1 }))
  const findings = rules.map(rule => ({ rule }) as unknown as Finding)
  const facet = {
    name: 'rule' as const,
    values,
    of: (finding: Finding) => values[findings.indexOf(finding)] ?? values[0],
  }
  const help = between(
    [...ruleHelp(findings, facet as Facet)].join(''),
    '<article class="help"',
    '</article>',
  )
  t.is(help.length, rules.length)
  for (const [index, text] of help.entries()) {
    const id = rules[index]?.id ?? ''
    t.notRegex(text.replace(/<pre>[\s\S]*<\/pre>/, ''), /`|\]\(|^[-#*>]/m, id)
    t.true(text.includes(`<span class="own">`), id)
    t.regex(text, new RegExp(`# nosec:? ${id}<`), id)
    t.true(between(text, '<p>', '</p>').length > 1, id)
  }
})

test('a rule from a profile has neither a weakness nor a page', async t => {
  const sources = [source('a.py', 'import telnetlib\n')]
  // Bandit takes the names of calls for a profile about imports.
  const settings = `profiles:
  P: {include: [blacklist_imports]}
blacklist_calls:
  bad_name_sets:
  - own: {qualnames: [telnetlib], message: "no <{name}>"}
blacklist_imports:
  bad_import_sets: []
`
  const cwd = folder(t, { 'old.yaml': settings })
  const text = await page({ sources, configFile: join(cwd, 'old.yaml'), profile: 'P' })
  t.deepEqual(between(listOf(text), '<h3>', '</h3>'), ['no &lt;telnetlib&gt;'])
  t.deepEqual(between(listOf(text), '</a> <', '>'), ['a class="rule" href="#r0"', 'span'])
  const [help = ''] = between(text, '<article class="help"', '</article>')
  t.false(help.includes('<pre>'))
  t.true(help.includes('# nosec'))
})

test('the most severe findings come first, and numbers are those of the scan', async t => {
  const sources = [
    source('a.py', 'assert 1\nimport subprocess\nsubprocess.call(x, shell=True)\n'),
    source('b.py', 'exec(x)\n'),
  ]
  const text = await page({ sources, tests: ['B101', 'B102', 'B602'] })
  t.deepEqual(between(text, 'id="severity=', '</h2>'), [
    'high"><h2><span>High</span> <b>1</b>',
    'medium"><h2><span>Medium</span> <b>1</b>',
    'low"><h2><span>Low</span> <b>1</b>',
  ])
  t.deepEqual(between(listOf(text), ' id="f', '"'), ['2', '3', '1'])
  t.deepEqual(between(text, '<li class="high"><a href="', '"'), ['#severity=high'])
})

test('long paths may break after slashes', async t => {
  const text = await page({ sources: [source('src/app\\x/a\n.py', 'exec(x)\n')] })
  const file = text.slice(text.indexOf('data-facet="file"'))
  t.is(between(file, '<span>', '</span>')[0], 'src/<wbr>app\\<wbr>x/<wbr>a\\x0a.py')
})

test('each finding links to the source where it is known', async t => {
  const linkTo = (file: string, first: number, last: number) =>
    file === 'a.py' ? `https://example.com/?"<${file}>#${first}-${last}` : undefined
  const sources = [source('a.py', 'exec(\nx)\n'), source('b.py', 'exec(x)\n')]
  const text = await page({ sources, tests: ['B102'] }, { source: { name: 'GitLab', linkTo } })
  t.deepEqual(between(listOf(text), '<a class="source" ', '</a>'), [
    'href="https://example.com/?&quot;&lt;a.py&gt;#1-2">GitLab',
  ])
})

test('totals are visible before any script runs', async t => {
  const text = await page({
    sources: [source('a.py', 'assert 1\nexec(x)\nassert 2\n'), source('b.py', '\n')],
  })
  t.regex(
    text,
    /<h1>3 findings<\/h1>\n<p>in 1 of 2 files, 3 lines of code, scanned <time datetime="2026-01-01T10:20:30Z">2026-01-01 10:20 UTC</,
  )
  t.deepEqual(between(text, '<label title="', '"'), [
    'Medium',
    'Low',
    'High',
    'B101 assert_used',
    'B102 exec_used',
    'a.py',
  ])
  t.deepEqual(between(text, '</span><b>', '<'), ['1', '2', '3', '2', '1', '3'])
})

test('-a vuln groups by rule', async t => {
  const sources = [source('a.py', 'exec(x)\nassert 1\n'), source('b.py', 'assert 2\n')]
  const text = await page({ sources }, { aggregate: 'vuln' })
  t.deepEqual(between(text, '<section><h2><span>', '</h2>'), [
    'B101 assert_used</span> <b>2</b>',
    'B102 exec_used</span> <b>1</b>',
  ])
})

test('findings of one severity are in the order of the scan', async t => {
  const sources = [source('b.py', 'exec(x)\n'), source('a.py', 'exec(x)\n'), source('b.py', 'exec(y)\n')]
  const text = await page({ sources })
  t.deepEqual(between(listOf(text), '<i>', ':'), ['b.py', 'a.py', 'b.py'])
  t.deepEqual(between(listOf(text), ' id="f', '"'), ['1', '2', '3'])
})

test('the metrics include findings hidden by thresholds and nosec', async t => {
  const sources = [source('a.py', 'assert 1\nexec(x)\nexec(y)  # nosec\nexec(z)  # nosec B102\n')]
  const text = await page({ sources, severity: 'HIGH' })
  t.regex(text, /<h1>No issues identified<\/h1>/)
  const metrics = text.slice(text.indexOf('id="metrics"'))
  t.deepEqual(between(metrics, '<tr><th scope="row">', '</tr>'), [
    'Files</th><td>1</td>',
    'Lines of code</th><td>4</td>',
    'Findings silenced by # nosec</th><td>1</td>',
    'Findings silenced by # nosec BXXX</th><td>1</td>',
    'High</th><td>0</td><td>2</td>',
    'Medium</th><td>1</td><td>0</td>',
    'Low</th><td>1</td><td>0</td>',
    'Undefined</th><td>0</td><td>0</td>',
  ])
})

test('skipped files have a reason, and -v lists every file', async t => {
  const sources = [source('<a>.py', '('), source('b.py', 'assert 1\n')]
  const text = await page({ sources })
  t.deepEqual(between(text, '<li><span>', '</li>'), [
    '&lt;a&gt;.py</span> <small>syntax error while parsing AST from file</small>',
  ])
  t.notRegex(text, /Files in scope/)
  const verbose = await page({ sources }, { verbose: true })
  t.regex(
    verbose,
    /<tr><th scope="row">b\.py<\/th><td>1<\/td><td>0<\/td><td>0<\/td><td>1<\/td><td>0<\/td><td>0<\/td><\/tr>/,
  )
})

test('candidates of a baseline replace the code', async t => {
  const report = await scan({ sources: [source('a.py', 'exec(x)\n\n\n\nexec(y)\n')], contextLines: 1 })
  const [first] = report.findings
  if (!first) return t.fail()
  const candidates = new Map<Finding, Finding[]>([[first, report.findings]])
  const [article] = between(
    await print({ ...report, findings: [first], candidates }),
    '<article ',
    '</article>',
  )
  t.deepEqual(between(article ?? '', '<ol ', '</ol>'), [
    'start="1"><li class="own"><mark>exec(x)</mark>\n',
    'start="5"><li class="own"><mark>exec(y)</mark>\n',
  ])
})

/** The page's own start tags. Scanned files must not add any others. */
const TAGS = new Set(
  'html head meta link title style body header p svg path rect h1 h2 h3 a time div aside details summary label input span b ul ol li kbd br main select option button output noscript section article i table tr th td thead script small mark wbr pre code fieldset legend'.split(
    ' ',
  ),
)

test('anything in a scanned file remains text', async t => {
  for (const aggregate of ['file', 'vuln'] as const) {
    const text = await page({ sources: HOSTILE }, { aggregate, verbose: true })
    const markup = text.replace(/(<(script|style)>).*?(<\/\2>)/gs, '$1$3')
    for (const part of markup.split('<').slice(1)) {
      const [, tag = '', attributes = ''] =
        /^\/?([a-z0-9]+|!doctype)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)\/?>/.exec(part) ?? []
      t.true(TAGS.has(tag) || tag === '!doctype', part.slice(0, 80))
      t.notRegex(attributes.replace(/"[^"]*"/g, ''), / (on|style|src|srcdoc|action|formaction)/)
    }
    t.notRegex(text, /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/)
    for (const [, link = ''] of markup.matchAll(/ href="([^"]*)"/g))
      t.regex(link, /^(#|data:image\/svg|https:\/\/(bandit\.readthedocs\.io|cwe\.mitre\.org)\/)/)
    t.is(text.split('<script>').length, 3)
  }
})

test('invisible characters are written out', async t => {
  const text = await page({
    sources: [source('a\n\u202e\udc80.py', 'exec("\u2066\u2028\x0c\x1b\t\u{1f600}")\n')],
    tests: ['B102'],
  })
  t.deepEqual(ownLines(text), ['<mark>exec(&quot;\\u2066\\u2028\\x0c\\x1b\t\u{1f600}&quot;)</mark>'])
  t.deepEqual(between(listOf(text), '<i>', '</i>'), ['a\\x0a\\u202e\\udc80.py:'])
})

test("only the page's own style and scripts are allowed, and nothing may be loaded", async t => {
  const text = await page({ sources: [source('a.py', 'exec(x)\n')] })
  const hash = (part = '') => `'sha256-${createHash('sha256').update(part).digest('base64')}'`
  const [style] = between(text, '<style>', '</style>')
  const [theme, script] = between(text, '<script>', '</script>')
  t.deepEqual(between(text, 'http-equiv="Content-Security-Policy" content="', '"'), [
    `default-src 'none'; style-src ${hash(style)}; script-src ${hash(theme)} ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
  ])
})

test('the same input gives the same bytes', async t => {
  const sources = Array.from({ length: 60 }, (_, i) =>
    source(`${i % 7}/${i}.py`, 'assert 1\nexec(x)\n'.repeat(i)),
  )
  t.is(await page({ sources, threads: 1 }), await page({ sources, threads: 4 }))
})
