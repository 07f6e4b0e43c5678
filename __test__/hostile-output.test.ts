import test from 'ava'
import { parse as parseCsv } from 'csv-parse/sync'
import { marked } from 'marked'
import { type DefaultTreeAdapterTypes as Dom, parse as parseHtml } from 'parse5'
import type { Log } from 'sarif'
import { SaxesParser } from 'saxes'
import { parse as parseYaml } from 'yaml'
import { type Finding, type FormatName, format, type Report, scan } from '../src/api.js'
import { HOSTILE } from './hostile-sources.js'

/*
 * Names and texts of scanned files that try to take effect in each format. Every report is read back by a parser of its
 * consumer, and must hold the same findings, and nothing that the scanned files have made.
 */

const ATTACKS = [
  '::error file=a::pwned',
  'x\n::error::pwned',
  'x\r::set-output name=a::pwned',
  '##vso[task.setvariable variable=a]b',
  '##[error]pwned',
  'a%0A::error::pwned',
  '=1+1',
  '@SUM(1)',
  '-2+3',
  '+cmd|calc',
  '\t=1',
  ']]>',
  '<![CDATA[x]]>',
  '&lt;&amp;&#0;&xxe;',
  '`code` | cell | **bold** <b>x</b>',
  '[link](javascript:alert(1)) ![image](http://a/b) <http://a> www.a.com @user #1',
  '\x1b]8;;http://a\x07link\x1b]8;;\x07\x1b[2J\x1b[31m',
  '\x9b31m\x7f\x00\x08',
  '\u202eabc\u2066\u200f\u061c',
  'a\u2028b\u2029c\u0085d',
  'caf\udce9.py',
  '\'"\\',
  `${'long '.repeat(1000)}`,
  '---\n- a: b\n...',
  `{{template}} \${env} %s {0}`,
]

const SOURCES = [
  ...HOSTILE,
  ...ATTACKS.map((attack, at) => ({
    name: `a${at}/${attack}.py`,
    content: Buffer.from(
      `password = '''${attack.replaceAll('\\', '').replaceAll("'", '')}'''\nassert 1  # ${attack.replace(/[\n\r\0\u2028\u2029\u0085]/g, '')}\n`,
    ),
  })),
  { name: 'skipped ::error::<b>]]>\x1b[1m.py', content: Buffer.from('def (') },
]

async function hostile(): Promise<Report> {
  const report = await scan({ sources: SOURCES, lineHashes: true, keepSuppressed: true })
  if (report.findings.length < SOURCES.length) throw new Error('the sources have findings')
  return report
}

/** Characters that control a terminal, hide text or change its direction. */
const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

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

/** What XML can represent of a text. */
const inXml = (text: string) =>
  encodable(text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/gu, '\ufffd'))

for (const name of ['junit', 'checkstyle'] as const) {
  test(`${name}: an XML parser reads the names and messages, and no element of theirs`, async t => {
    const report = await hostile()
    const elements = elementsOf(await format(report, name))
    const known = {
      junit: ['testsuites', 'testsuite', 'testcase', 'failure', 'skipped'],
      checkstyle: ['checkstyle', 'file', 'error'],
    }
    t.deepEqual([...new Set(elements.map(element => element.name))].sort(), known[name].toSorted())
    const texts = elements.flatMap(({ name, attributes }) =>
      name === 'failure' || name === 'error' ? [attributes.message] : [],
    )
    t.deepEqual(texts.toSorted(), report.findings.map(({ text }) => inXml(text)).toSorted())
  })
}

test('csv: a CSV parser reads a row for each finding, with its fields', async t => {
  const report = await hostile()
  const rows: Record<string, string>[] = parseCsv(encodable(await format(report, 'csv')), { columns: true })
  t.deepEqual(
    rows.map(row => [row.filename, row.test_id, row.issue_text]),
    report.findings.map(({ file, id, text }) => [encodable(file), id, encodable(text)]),
  )
})

test('yaml: a YAML parser reads the findings', async t => {
  const report = await hostile()
  const { results } = parseYaml(encodable(await format(report, 'yaml')), { maxAliasCount: -1 })
  t.is(results.length, report.findings.length)
  t.deepEqual(
    results.map((each: Record<string, string>) => each.issue_text).toSorted(),
    report.findings.map(({ text }) => encodable(text)).toSorted(),
  )
})

const byText = (findings: readonly Finding[]) => findings.map(({ text }) => text).toSorted()

test('formats in JSON are JSON with the texts of the findings', async t => {
  const report = await hostile()
  const read = async (name: FormatName) => JSON.parse(await format(report, name))
  const { results }: { results: { issue_text: string }[] } = await read('json')
  t.deepEqual(results.map(each => each.issue_text).toSorted(), byText(report.findings))
  const { runs }: Log = await read('sarif')
  t.deepEqual(runs[0]?.results?.map(({ message }) => message.text ?? '').toSorted(), byText(report.findings))
  const lines = (await format(report, 'jsonl'))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  t.deepEqual(lines.flatMap(({ issue_text }) => issue_text ?? []).toSorted(), byText(report.findings))
  for (const name of ['codequality', 'gitlab', 'rdjson'] as const) t.truthy(await read(name))
})

/** A workflow command, as GitHub's runner reads it from a line of a log. */
function commandOf(line: string): { name: string; message: string } | undefined {
  const [, name = '', , message = ''] = /^\s*::([\w-]+)( [^:]*)?::(.*)$/s.exec(line) ?? []
  return name ? { name, message } : undefined
}

test('github: every line is one of our commands', async t => {
  const report = await hostile()
  for (const findings of [report.findings, report.findings.toReversed()]) {
    const text = await format({ ...report, findings }, 'github')
    t.notRegex(text, CONTROLS)
    const lines = text.trimEnd().split('\n')
    for (const line of lines) {
      if (/^\d+ more of \d+ findings/.test(line)) continue
      const command = commandOf(line)
      t.true(['error', 'warning', 'notice'].includes(command?.name ?? ''), line)
      t.notRegex(line, /\r/)
    }
  }
})

/** The elements of a document, depth first. */
function* walk(node: Dom.Node): Generator<Dom.Element> {
  if ('tagName' in node) yield node
  if ('childNodes' in node) for (const child of node.childNodes) yield* walk(child)
  if ('content' in node) yield* walk(node.content)
}

test('markdown: it renders as a table of findings, with no link, image or markup of theirs', async t => {
  const report = await hostile()
  const text = await format(report, 'markdown')
  t.notRegex(text, CONTROLS)
  const elements = [...walk(parseHtml(await marked.parse(text, { gfm: true })))]
  const allowed = [
    'html',
    'head',
    'body',
    'h3',
    'p',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'a',
    'code',
  ]
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
  const rows = elements.filter(({ tagName }) => tagName === 'tr').length - 1
  t.true(rows > 40)
  t.is(links.length, rows)
  t.true(elements.filter(({ tagName }) => tagName === 'td').length === rows * 4)
})

test('html: scanned files add no element, attribute or address', async t => {
  const elements = [...walk(parseHtml(await format(await hostile(), 'html')))]
  const scripts = elements.filter(({ tagName }) => tagName === 'script')
  t.is(scripts.length, 1)
  for (const { tagName, attrs } of elements) {
    t.false(['iframe', 'img', 'object', 'embed', 'base', 'form'].includes(tagName), tagName)
    for (const { name, value } of attrs) {
      t.false(name.startsWith('on'), name)
      const isIcon = tagName === 'link' && value.startsWith('data:image/svg+xml,')
      if ((name === 'href' || name === 'src') && !isIcon)
        t.regex(value, /^(#|https:\/\/(bandit\.readthedocs\.io|cwe\.mitre\.org)\/)/)
    }
  }
})
