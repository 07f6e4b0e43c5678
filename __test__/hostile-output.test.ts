import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { parse as parseCsv } from 'csv-parse/sync'
import { marked } from 'marked'
import { type DefaultTreeAdapterTypes as Dom, parse as parseHtml } from 'parse5'
import type { Log } from 'sarif'
import { SaxesParser } from 'saxes'
import { parse as parseYaml } from 'yaml'
import { check, type Finding, type FormatName, format, type Report, scan } from '../src/api.js'
import { CHECK_FORMATS, type CheckFormatName, FORMATS } from '../src/formats/index.js'
import { printable, visible, visibleLine, withoutCommands } from '../src/output/visible.js'
import { HOSTILE } from './hostile-sources.js'
import { folder } from './posse.js'

/*
 * Names and texts of scanned files that try to take effect in each format. Every report is read back by a parser of its
 * consumer, and must hold the same findings, and nothing that the scanned files have made.
 */

const COMMANDS = [
  '::error file=a::pwned',
  'x\n::error::pwned',
  'x\r::set-output name=a::pwned',
  '##vso[task.setvariable variable=a]b',
  '##[error]pwned',
  '###[error]pwned ####',
  '#\u200d#vso[task.setvariable variable=a]b',
  '#\u00ad#[error]pwned',
  "##teamcity[buildStatus text='a']",
  'a%0A::error::pwned',
  'a%0a##[error]pwned',
  'x\n/close\n/approve',
]

const FORMULAS = ['=1+1', '@SUM(1)', '-2+3', '+cmd|calc', '\t=1', `=HYPERLINK("http://a","b")`]

const MARKUP = [
  ']]>',
  '<![CDATA[x]]>',
  ']]]]><![CDATA[>',
  '--> <!-- -->',
  '&lt;&amp;&#0;&xxe;',
  '<img src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '`code` | cell | **bold** <b>x</b>',
  '` [x](http://a) `` [x](http://a) ``` [x](http://a)',
  `${'`'.repeat(100)} [x](http://a) ![x](http://a)`,
  '[link](javascript:alert(1)) ![image](http://a/b) <http://a> www.a.com @user #1',
  'x](http://a) [x',
  '[x][y]\n\n[y]: http://a',
  '\\[x\\](http://a) \\\\[x](1) [x](1)',
  'word http://a.com/b?c=<d> word www.a.com word a@b.com word mailto:a@b.com word ftp://a',
  'word @org/team word org/repo#1 word GH-1 word #1 word !1 word ~bug word &1 word %1 word $1 word :+1:',
  'word deadbeefdeadbeefdeadbeefdeadbeefdeadbeef word deadbee word',
  'x\n\n# heading\n\n    code\n\n- item\n\n> quote',
  '| a | b |\n| - | - |\n| c | d |',
  '$`a^2`$ $$b$$ {+ added +} [[wiki]]',
  '---\n- a: b\n...',
  `{{template}} \${env} %s {0}`,
]

const HIDDEN = [
  '\x1b]8;;http://a\x07link\x1b]8;;\x07\x1b[2J\x1b[31m',
  '\x9b31m\x7f\x00\x08',
  '\u202eabc\u2066\u200f\u061c',
  'a\u2028b\u2029c\u0085d',
  'a\u{e0041}\u{e0042}b\u00adc\u2060d\u200be\ufeff',
  '\ufffe\uffff\u{1fffe}',
  '\udce9',
  'caf\udce9.py',
]

const ATTACKS = [...COMMANDS, ...FORMULAS, ...MARKUP, ...HIDDEN, '\'"\\', `${'long '.repeat(1000)}`, ' - x']

/** A literal of Python for a text. */
const literal = (text: string) => JSON.stringify(text).replace(/\\u([\da-f]{4})/g, '\\u$1')

const SOURCES = [
  ...HOSTILE,
  ...ATTACKS.map((attack, at) => ({
    name: `a${at}/${attack}.py`,
    content: Buffer.from(
      `password = ${literal(attack)}\nassert 1  # ${attack.replace(/[\n\r\0\u2028\u2029\u0085]/g, '')}\n`,
    ),
  })),
  { name: 'skipped ::error::<b>]]>\x1b[1m##[error] [x](http://a).py', content: Buffer.from('def (') },
]

/** The same attacks in the code of the steps of a flow. */
const FLOWS = ATTACKS.map((attack, at) => {
  const comment = attack.replace(/[\n\r\0\u2028\u2029\u0085\ud800-\udfff]/g, '')
  return {
    name: `f${at}/${attack}.py`,
    content: Buffer.from(
      `from flask import request\nx = request.args[${literal(attack)}]  # ${comment}\ny = x + ${literal(attack)}  # ${comment}\neval(y)  # ${comment}\n`,
    ),
  }
})

const VERBOSE = { verbose: true }

/** A report with the same rules, of files that try nothing. */
function harmless(): Promise<Report> {
  const content = Buffer.from('password = "x"\nassert 1\nexec("x")\n# \u202e\n')
  const broken = { name: 'b.py', content: Buffer.from('def (') }
  return scan({ sources: [{ name: 'a/a.py', content }, broken] })
}

let made: Promise<Report> | undefined

function hostile(): Promise<Report> {
  made ??= scan({ sources: SOURCES, lineHashes: true, keepSuppressed: true }).then(report => {
    for (const attack of ATTACKS)
      if (!report.findings.some(({ text }) => text === `Possible hardcoded password: '${attack}'`))
        throw new Error(`no finding has the text ${attack}`)
    return report
  })
  return made
}

test('a character is hidden if Unicode calls it a control, a separator or ignorable', t => {
  const classes =
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]|\p{Cf}/u
  const shown = /[\t\n]|\p{Join_Control}|[\u180b-\u180d\u180f\ufe00-\ufe0f]/u
  // Signs of Arabic, Syriac, Kaithi and hieroglyphs that stand before a number or group others.
  const signs = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{13430}-\u{1343f}]/u
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    const expected = classes.test(character) && !shown.test(character) && !signs.test(character)
    if ((visible(character) !== character) !== expected) t.fail(code.toString(16))
  }
  t.is(visible('a\r\nb\rc'), 'a\r\nb\\x0dc')
  t.is(visibleLine('a\r\nb\tc'), 'a\\x0d\\x0ab\tc')
  t.is(printable('\u{e0041}##[a] #\u200d#b # #'), '\\U000e0041\\x23#[a] \\x23\u200d#b # #')
  t.is(
    withoutCommands('a::b::\n\u00a0 ::error::\n\n:\u200d:x\n# ::'),
    'a::b::\n\u00a0 \\x3a:error::\n\n\\x3a\u200d:x\n# ::',
  )
})

/** Escapes lone surrogates, as all reports in UTF-8 must. */
const encodable = (text: string) =>
  text.replace(/[\ud800-\udfff]/gu, each => `\\u${each.charCodeAt(0).toString(16)}`)

interface Element {
  name: string
  attributes: Record<string, string>
}

/** The elements of an XML document. Throws an Error if it is not well-formed. */
function elementsOf(xml: string): Element[] {
  const elements: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }))
  parser.write(xml).close()
  return elements
}

/** What XML can represent of a text, with other characters as Python's escapes. */
const inXml = (text: string) =>
  text.replace(
    /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/gu,
    each => (each < '\x20' ? '\\x' : '\\u') + each.charCodeAt(0).toString(16).padStart(2, '0'),
  )

const byText = (findings: readonly Finding[]) => findings.map(({ text }) => text).toSorted()

/** Checks an XML report with exactly these elements, of which one kind has the messages. */
function checkXml(t: ExecutionContext, text: string, report: Report, names: string[], messages: string) {
  const elements = elementsOf(text)
  t.deepEqual([...new Set(elements.map(({ name }) => name))].sort(), names.toSorted())
  t.deepEqual(
    elements
      .flatMap(({ name, attributes }) => (name === messages ? [attributes.message ?? ''] : []))
      .toSorted(),
    byText(report.findings).map(inXml).toSorted(),
  )
}

/** The elements of a document, depth first. */
function* walk(node: Dom.Node): Generator<Dom.Element> {
  if ('tagName' in node) yield node
  if ('childNodes' in node) for (const child of node.childNodes) yield* walk(child)
  if ('content' in node) yield* walk(node.content)
}

/** The text of a node. Without `code`, what is in code is left out. */
function textOf(node: Dom.Node, code = true): string {
  if ('value' in node) return node.value
  if (!code && 'tagName' in node && node.tagName === 'code') return ''
  return 'childNodes' in node ? node.childNodes.map(child => textOf(child, code)).join('') : ''
}

/** What no text outside code may have: markup, addresses, mentions, and what could be the hash of a commit. */
const ACTIVE = /[@#!~$%^&<>[\]`*_|\\{}]|:\/\/|:\w|www\.|[\da-f]{7}|^\s*([-+>=/]|\d+[.)])/i

/** Renders a message as its readers do. Throws if anything in it takes effect; resolves with its text. */
async function rendered(markdown: string): Promise<string> {
  // GitHub reads no code span with more than 80 backticks at its ends.
  if (/[\n\r]|``/.test(markdown)) throw new Error(markdown)
  const document = parseHtml(await marked.parse(markdown, { gfm: true }))
  for (const { tagName } of walk(document))
    if (!['html', 'head', 'body', 'p', 'code'].includes(tagName)) throw new Error(`${tagName}: ${markdown}`)
  if (ACTIVE.test(textOf(document, false))) throw new Error(markdown)
  return textOf(document).trimEnd()
}

/** Checks messages in Markdown. They may be cut, and have escapes for backticks. */
async function checkMessages(t: ExecutionContext, messages: readonly string[], report: Report) {
  const texts: string[] = []
  for (const message of messages) texts.push(await rendered(message))
  const comparable = (text: string) => text.replace(/`|\\x60/g, '').slice(0, 900)
  t.deepEqual(
    texts.map(comparable).toSorted(),
    report.findings.map(({ text }) => comparable(visibleLine(text).trim())).toSorted(),
  )
}

/** Checks that the report has the texts of its findings as they are. */
function checkVerbatim(t: ExecutionContext, text: string, { findings }: Report) {
  for (const finding of findings) t.true(text.includes(finding.text), finding.text)
}

/** A workflow command, as GitHub's runner reads it from a line of a log. */
function commandOf(line: string): { name: string; message: string } | undefined {
  const [, name = '', , message = ''] = /^\s*::([\w-]+)( [^:]*)?::(.*)$/s.exec(line) ?? []
  return name ? { name, message } : undefined
}

type Check = (t: ExecutionContext, text: string, report: Report) => void | Promise<void>

/** How the consumer of each format reads its report. */
const CHECKS: Record<FormatName, Check> = {
  checkstyle: (t, text, report) => checkXml(t, text, report, ['checkstyle', 'file', 'error'], 'error'),
  junit: (t, text, report) =>
    checkXml(t, text, report, ['testsuites', 'testsuite', 'testcase', 'failure', 'skipped'], 'failure'),
  xml: (t, text, report) => checkXml(t, text, report, ['testsuite', 'testcase', 'error'], 'error'),

  async codequality(t, text, report) {
    const issues: { description: string; check_name: string }[] = JSON.parse(text)
    await checkMessages(
      t,
      issues.map(({ description, check_name }) => description.replace(`${check_name}: `, '')),
      report,
    )
  },
  async gitlab(t, text, report) {
    const { scan, vulnerabilities } = JSON.parse(text)
    await checkMessages(
      t,
      vulnerabilities.map(({ description }: { description: string }) => description),
      report,
    )
    for (const { value } of scan.messages) await rendered(value)
  },
  async rdjson(t, text, report) {
    const { diagnostics }: { diagnostics: { message: string }[] } = JSON.parse(text)
    await checkMessages(
      t,
      diagnostics.map(({ message }) => message),
      report,
    )
  },
  async sarif(t, text, report) {
    const { runs }: Log = JSON.parse(text)
    const messages = runs[0]?.results?.map(({ message }) => message.text ?? '') ?? []
    const notes = runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? []
    for (const message of [...messages, ...notes.map(({ message }) => message.text ?? '')])
      t.notRegex(message.replace(/\\[\\[\]]/g, ''), /[[\]]/, 'a bracket that SARIF takes for a link')
    // SARIF's readers take back what it escapes. Others take the message for Markdown, as it is.
    for (const message of messages) await rendered(message)
    const brackets = (message: string) => message.replace(/\\*[[\]]/g, each => each.replace(/\\(.)/g, '$1'))
    await checkMessages(t, messages.map(brackets), report)
  },

  csv(t, text, report) {
    const rows: Record<string, string>[] = parseCsv(encodable(text), { columns: true })
    t.deepEqual(
      rows.map(row => [row.filename, row.test_id, row.issue_text]),
      report.findings.map(({ file, id, text }) => [encodable(file), id, encodable(text)]),
    )
  },
  json(t, text, report) {
    const { results }: { results: { issue_text: string }[] } = JSON.parse(text)
    t.deepEqual(results.map(each => each.issue_text).toSorted(), byText(report.findings))
  },
  jsonl(t, text, report) {
    const lines = text.trimEnd().split('\n')
    const results: Record<string, string>[] = lines.map(line => JSON.parse(line))
    t.deepEqual(
      results.map(({ filename, issue_text = '', code = '' }) => [filename, issue_text, code]),
      [
        ...report.findings.map(({ file, text, code }) => [file, text, code]),
        ...report.skipped.map(({ name }) => [name, '', '']),
      ],
    )
  },
  yaml(t, text, report) {
    const { results } = parseYaml(encodable(text), { maxAliasCount: -1 })
    t.deepEqual(
      results.map((each: Record<string, string>) => each.issue_text).toSorted(),
      byText(report.findings),
    )
  },

  custom: checkVerbatim,
  screen: checkVerbatim,
  txt: checkVerbatim,

  async github(t, _text, report) {
    for (const findings of [report.findings, report.findings.toReversed()]) {
      const lines = (await format({ ...report, findings }, 'github')).trimEnd().split('\n')
      for (const line of lines) {
        if (/^\d+ more of \d+ findings/.test(line)) continue
        t.true(['error', 'warning', 'notice'].includes(commandOf(line)?.name ?? ''), line)
        t.notRegex(line, /\r/)
      }
    }
  },

  async markdown(t, text) {
    const elements = [...walk(parseHtml(await marked.parse(text, { gfm: true })))]
    const allowed = 'html head body h3 p table thead tbody tr th td a code'.split(' ')
    t.deepEqual(
      elements.map(({ tagName }) => tagName).filter(name => !allowed.includes(name)),
      [],
    )
    const links = elements.flatMap(({ tagName, attrs }) =>
      tagName === 'a' ? attrs.flatMap(({ name, value }) => (name === 'href' ? [value] : [])) : [],
    )
    t.true(
      links.every(link => link.startsWith('https://bandit.readthedocs.io/')),
      links.join(),
    )
    const rows = elements.filter(({ tagName }) => tagName === 'tr').slice(1)
    t.true(rows.length > 40)
    t.is(links.length, rows.length)
    for (const row of rows) {
      const cells = [...walk(row)].filter(({ tagName }) => tagName === 'td')
      t.is(cells.length, 4)
      for (const cell of cells) t.notRegex(textOf(cell, false), ACTIVE)
    }
    // Renderers that decode references before they look for addresses must not find any.
    t.notRegex(
      text.replaceAll('https://bandit.', '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
      /:\/\/|www\.\w|\w@\w/,
    )
  },

  async html(t, _, report) {
    const options = { ...VERBOSE, sourceUrl: 'https://example.com/{path}' }
    const text = await format(report, 'html', options)
    // A page reads the same with scripts, which take the findings out of a <noscript>, and without.
    for (const scriptingEnabled of [true, false]) {
      const elements = [...walk(parseHtml(text, { scriptingEnabled }))]
      const ours = [...walk(parseHtml(await format(await harmless(), 'html', options), { scriptingEnabled }))]
      const kinds = (list: Dom.Element[]) => [
        ...new Set(list.map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '))),
      ]
      t.deepEqual(kinds(elements).sort(), kinds(ours).sort())
      const scripts = (list: Dom.Element[]) =>
        list.filter(({ tagName }) => tagName === 'script').map(script => textOf(script))
      t.deepEqual(scripts(elements), scripts(ours))
      for (const { tagName, attrs } of elements) {
        for (const { name, value } of attrs) {
          const isIcon = tagName === 'link' && value.startsWith('data:image/svg+xml,')
          if ((name === 'href' || name === 'src') && !isIcon)
            t.regex(value, /^(#[\w=]+$|https:\/\/(bandit\.readthedocs\.io|cwe\.mitre\.org|example\.com)\/)/)
        }
      }
      if (scriptingEnabled) continue
      const titles = elements
        .filter(({ attrs }) =>
          attrs.some(({ name, value }) => name === 'class' && value.startsWith('finding ')),
        )
        .flatMap(finding =>
          [...walk(finding)].filter(({ tagName }) => tagName === 'h3').map(title => textOf(title)),
        )
      t.deepEqual(titles.toSorted(), byText(report.findings).map(visibleLine).toSorted())
    }
  },
}

/** Formats that keep Bandit's bytes. */
const BANDITS = ['csv', 'custom', 'json', 'screen', 'txt', 'xml', 'yaml']

for (const name of Object.keys(FORMATS) as FormatName[]) {
  test(`${name}: what reads it finds the findings, and nothing else that scanned files have made`, async t => {
    const report = await hostile()
    const text = await format(report, name, VERBOSE)
    await CHECKS[name](t, text, report)
    if (BANDITS.includes(name)) return
    t.is(visible(text).replaceAll('\\r', ''), text.replaceAll('\\r', ''), 'hidden characters')
    t.notRegex(text.replace(/^### posse/, ''), /#[^\0-\x7f]*#/, 'a command in the log of a build')
    if (name !== 'github') t.notRegex(text, /^\s*::/m, 'a command in the log of GitHub')
  })
}

for (const name of Object.keys(CHECK_FORMATS) as CheckFormatName[]) {
  test(`check, ${name}: no hidden character and no command of scanned files gets through`, async t => {
    const report = await check({ sources: [...SOURCES, ...FLOWS], isolated: true, profile: 'audit' })
    t.true(report.findings.length > SOURCES.length)
    t.true(report.findings.filter(({ steps }) => steps.length >= 4).length >= FLOWS.length)
    if (BANDITS.includes(name) && name !== 'json') return
    const text = await written(report, name)
    t.is(visible(text).replaceAll('\\r', ''), text.replaceAll('\\r', ''), 'hidden characters')
    t.notRegex(text, /#[^\0-\x7f]*#(?:vso|teamcity)?\[/, 'a command in the log of a build')
    if (name !== 'github') t.notRegex(text, /^\s*::/m, 'a command in the log of GitHub')
    if (name === 'json') t.is(JSON.parse(text).results.length, report.findings.length)
  })
}

async function written(report: Report, name: CheckFormatName): Promise<string> {
  const write = await CHECK_FORMATS[name]()
  const options = {
    aggregate: 'file',
    verbose: true,
    quiet: false,
    time: new Date(0),
    cwd: '/',
    exitCode: 1,
  } as const
  const chunks = [...write(report, options)].map(chunk => Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

test('the steps of a flow are text in what reads the report', async t => {
  const settings = { isolated: true, select: ['P103'] }
  const report = await check({ sources: FLOWS, ...settings })
  t.is(report.findings.length, FLOWS.length)
  const plain = {
    name: 'a/a.py',
    content: Buffer.from('from flask import request\nx = request.args["a"]\neval(x)\n'),
  }
  const ours = await check({ sources: [plain], ...settings })

  const xml = elementsOf(await written(report, 'junit'))
  t.deepEqual([...new Set(xml.map(({ name }) => name))], ['testsuites', 'testsuite', 'testcase', 'failure'])

  const kinds = (html: string) => {
    const elements = [...walk(parseHtml(html, { scriptingEnabled: false }))]
    return [
      ...new Set(elements.map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '))),
    ].sort()
  }
  t.deepEqual(kinds(await written(report, 'html')), kinds(await written(ours, 'html')))

  const { runs }: Log = JSON.parse(await written(report, 'sarif'))
  const results = runs[0]?.results ?? []
  const locations = results.flatMap(({ codeFlows = [], relatedLocations = [] }) => [
    ...(codeFlows[0]?.threadFlows[0]?.locations.map(({ location }) => location) ?? []),
    ...relatedLocations,
  ])
  t.true(locations.length >= 5 * FLOWS.length)
  for (const location of locations) {
    const message = location?.message?.text ?? ''
    t.notRegex(message.replace(/\\[\\[\]]/g, ''), /[[\]]/, 'a bracket that SARIF takes for a link')
    await rendered(message)
  }

  const lines = (await written(report, 'github')).trimEnd().split('\n')
  t.is(lines.filter(line => commandOf(line)?.message.endsWith(' via line 3')).length, 10)
  t.deepEqual(
    [...new Set(lines.map(line => commandOf(line)?.name))],
    ['error', undefined],
    'ten errors, then the line that says how many more there are',
  )

  const { results: objects } = JSON.parse(await written(report, 'json'))
  t.deepEqual(
    objects.map(({ flow }: { flow: { text: string; code: string }[] }) =>
      flow.map(({ text, code }) => [text, code]),
    ),
    report.findings.map(({ steps }) => steps.map(({ text, code }) => [text, code])),
  )
})

test('an id that settings give to a rule is text, too', async t => {
  const id = '"><x>]]> [x](http://a) | @me `x` \x1b[31m'
  const rows = JSON.stringify([{ own: { imports: ['pickle'], qualnames: ['pickle'], message: 'm', id } }])
  const settings = `profiles: {own: {include: [blacklist_calls, blacklist_imports]}}
blacklist_calls: {bad_name_sets: ${rows}}
blacklist_imports: {bad_import_sets: ${rows}}
`
  const report = await scan({
    sources: [{ name: 'a.py', content: Buffer.from('import pickle\n') }],
    configFile: join(folder(t, { 'a.yaml': settings }), 'a.yaml'),
    profile: 'own',
  })
  const [finding] = report.findings
  t.is(finding?.id, id)
  const checkstyle = elementsOf(await format(report, 'checkstyle'))
  t.is(checkstyle.at(-1)?.attributes.source, `posse.${inXml(id)}`)
  t.is(elementsOf(await format(report, 'junit')).at(-2)?.attributes.name, `${inXml(id)} blacklist 1:1`)
  t.is(elementsOf(await format(report, 'xml')).at(-1)?.name, 'error')
  const [issue] = JSON.parse(await format(report, 'codequality'))
  t.is(await rendered(issue.description), `${visibleLine(id).replaceAll('`', '\\x60')}: m`)
  const html = await marked.parse(await format(report, 'markdown'), { gfm: true })
  const links = [...walk(parseHtml(html))].filter(({ tagName }) => tagName === 'a')
  t.deepEqual(
    links.map(link => [link.attrs[0]?.value, textOf(link)]),
    [[finding?.rule.link ?? '', visibleLine(id)]],
  )
})

test('markdown: a finding with a long name or message leaves room for the others', async t => {
  const sources = [
    ...Array.from({ length: 20 }, (_, at) => ({
      name: `${at}/${'long\u202e/'.repeat(800)}end${at}.py`,
      content: Buffer.from(`password = "${'\\u202e|'.repeat(30_000)}"\n`),
    })),
    { name: 'b.py', content: Buffer.from('password = "b"\n') },
  ]
  const text = await format(await scan({ sources, tests: ['B105'] }), 'markdown')
  t.true(text.length < 65_536)
  t.true(text.includes('<code>b.py:1</code>'))
  t.regex(text, /<code>….*end19\.py:1<\/code>/)
  t.notRegex(text, /not shown/)
})
