import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { Validator } from 'jsonschema'
import type { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif'
import { uriOf } from '../src/formats/ci/uri.js'
import { repositoryPaths } from '../src/plan/repository-paths.js'
import { builtinRules } from '../src/rules/builtin.js'
import { banditsOf } from '../src/rules/rule-info.js'
import { type Files, folder, posse, type RunOptions } from './posse.js'

/** The OASIS schema, from the package of the tool that `npm run test:sarif` runs. */
const SCHEMA = new URL(
  `../node_modules/@microsoft/sarif-multitool-${process.platform}/sarif-2.1.0.json`,
  import.meta.url,
)

/** Hides any repository except the test's own, whatever machine runs the test. */
const ENV = { GITHUB_WORKSPACE: '' }

async function sarif(args: string[], options: RunOptions) {
  const run = await posse(['-f', 'sarif', ...args], { ...options, env: { ...ENV, ...options.env } })
  const log: Log = JSON.parse(run.stdout)
  const errors = new Validator().validate(log, JSON.parse(readFileSync(SCHEMA, 'utf8'))).errors
  const faults = errors.filter(({ name }) => name !== 'format').map(String)
  return { ...run, faults, run: log.runs[0] as Run, results: log.runs[0]?.results as Result[] }
}

/** The URIs of all results. */
function uris(results: Result[]): (string | undefined)[] {
  return results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri)
}

const regionOf = (result: Result | undefined) => result?.locations?.[0]?.physicalLocation?.region

const CALL = 'import subprocess\nsubprocess.run(\n    command,\n    shell=True,\n)\n'

test('a result is complete: its node, its fingerprint, its code', async t => {
  const cwd = folder(t, { 'src/a.py': CALL })
  const { faults, results, run, status } = await sarif(['-r', '.', '-t', 'B404,B602', '-n', '9'], { cwd })
  t.is(status, 1)
  t.deepEqual(faults, [])
  t.is(run.columnKind, 'utf16CodeUnits')
  t.deepEqual(run.automationDetails, { id: 'posse/' })
  t.deepEqual(run.invocations, [{ executionSuccessful: true }])
  t.deepEqual(
    run.tool.driver.rules?.map(({ id }) => id),
    ['B404', 'B602'],
  )
  t.deepEqual(results[1], {
    ruleId: 'B602',
    ruleIndex: 1,
    level: 'error',
    message: { text: 'subprocess call with `shell=True` identified, security issue.' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/a.py', uriBaseId: '%SRCROOT%' },
          region: {
            startLine: 2,
            startColumn: 1,
            endLine: 5,
            endColumn: 2,
            snippet: { text: CALL.slice(18, -1) },
          },
          contextRegion: { startLine: 1, endLine: 5, snippet: { text: CALL } },
        },
      },
    ],
    fingerprints: { 'posse/v1': results[1]?.fingerprints?.['posse/v1'] ?? '' },
    partialFingerprints: {
      primaryLocationLineHash: results[1]?.partialFingerprints?.primaryLocationLineHash ?? '',
      primaryLocationStartColumnFingerprint: '0',
    },
    properties: { issue_severity: 'HIGH', issue_confidence: 'HIGH' },
  })
  t.regex(results[1]?.partialFingerprints?.primaryLocationLineHash ?? '', /^[0-9a-f]{1,16}:1$/)
  t.regex(results[1]?.fingerprints?.['posse/v1'] ?? '', /^[0-9a-f]{32}$/)
})

test('there is no code if the excerpt does not contain the whole node', async t => {
  const cwd = folder(t, { 'a.py': CALL })
  const { results } = await sarif(['a.py', '-t', 'B602'], { cwd })
  t.deepEqual(regionOf(results[0]), { startLine: 2, startColumn: 1, endLine: 5, endColumn: 2 })
})

test('columns are UTF-16 units, also for a bidirectional control character', async t => {
  const cwd = folder(t, {
    'a.py': 'é = "😀"; y = eval(x)\n',
    'b.py': '\f\u2028# \u{1f600} \u202e\n'.replace('\u2028', '# \u2028'),
  })
  const { results } = await sarif(['a.py', 'b.py', '-t', 'B307,B613'], { cwd })
  const [first, second] = results.map(regionOf)
  t.like(first, { startLine: 1, startColumn: 15, endLine: 1, endColumn: 22, snippet: { text: 'eval(x)' } })
  t.like(
    second,
    { startLine: 1, startColumn: 10, endLine: 1, endColumn: 11 },
    'lines as an editor counts them',
  )
})

test('all enabled rules are listed in the same way, whatever is found', async t => {
  const cwd = folder(t, { 'clean.py': 'x = 1\n', 'bad.py': 'import pickle\nassert pickle.loads(eval(x))\n' })
  const clean = await sarif(['clean.py'], { cwd })
  const bad = await sarif(['bad.py'], { cwd })
  t.is(clean.status, 0)
  t.deepEqual(clean.results, [])
  t.deepEqual(clean.faults, [])
  t.is(bad.results.length, 4)
  t.deepEqual(clean.run.tool, bad.run.tool)
  const ids = banditsOf(builtinRules()).map(({ id }) => id)
  t.deepEqual(
    clean.run.tool.driver.rules?.map(({ id }) => id),
    ids.sort(),
  )
  for (const { ruleId, ruleIndex = -1 } of bad.results)
    t.is(bad.run.tool.driver.rules?.[ruleIndex]?.id, ruleId)
})

test("rules stay within GitHub's limits and contain what it shows", async t => {
  const { run } = await sarif(['x.py'], { cwd: folder(t, { 'x.py': '' }) })
  const descriptors = run.tool.driver.rules as ReportingDescriptor[]
  for (const { id, name, shortDescription, fullDescription, help, helpUri, properties = {} } of descriptors) {
    t.regex(name ?? '', /^[A-Z][A-Za-z0-9]*$/, id)
    for (const { text = '' } of [shortDescription, fullDescription].map(each => each ?? { text: '' }))
      t.true(
        text.length > 20 &&
          text.length <= 1024 &&
          /\.$/.test(text) &&
          !/\n\S/.test(text.replaceAll('\n\n', '')),
        id,
      )
    t.true(fullDescription?.text.startsWith(shortDescription?.text ?? '?'), id)
    t.false(/```/.test(help?.text ?? '```'), id)
    t.true(help?.markdown?.includes('```python') && help.markdown.includes(`# nosec ${id}`), id)
    t.regex(helpUri ?? '', /^https:/, id)
    t.true(properties.tags?.includes('security') && properties.tags.length <= 10, id)
    t.regex(properties.tags?.[1] ?? '', /^external\/cwe\/cwe-\d{3,4}$/, id)
    t.true(['8.0', '5.5', '3.0'].includes(properties['security-severity']), id)
    t.true(['high', 'medium', 'low'].includes(properties.precision), id)
  }
  t.like(
    descriptors.find(({ id }) => id === 'B506'),
    {
      name: 'YamlLoad',
      shortDescription: {
        text: '`yaml.load` can build any Python object, so a crafted document can run code.',
      },
      defaultConfiguration: { level: 'warning' },
      properties: {
        tags: ['security', 'external/cwe/cwe-020'],
        precision: 'high',
        'problem.severity': 'warning',
        'security-severity': '5.5',
      },
    },
  )
})

test('rows of a profile’s own tables are rules, each id listed once', async t => {
  const set = (name: string, key: string) =>
    `      - {${name}: {${key}: [${name}], message: "Do not {name}"}}\n`
  const config = `profiles: {own: {include: [B101, blacklist_imports]}}
blacklist_calls:
    bad_name_sets:\n${set('foo', 'qualnames')}${set('bar', 'qualnames')}
blacklist_imports:
    bad_import_sets:\n${set('os', 'imports')}`
  const cwd = folder(t, { 'x.py': 'foo()\nbar()\n', 'c.yaml': config })
  const { run, results, faults } = await sarif(['x.py', '-c', 'c.yaml', '-p', 'own'], { cwd })
  t.deepEqual(faults, [])
  const descriptors = run.tool.driver.rules ?? []
  const own = descriptors.filter(({ id }) => id === 'LEGACY')
  t.deepEqual(
    own.map(({ shortDescription, properties }) => [shortDescription?.text, properties?.tags]),
    [['Do not {name}', ['security']]],
  )
  t.deepEqual(
    results.map(({ ruleIndex = -1, message }) => [descriptors[ruleIndex]?.id, message.text]),
    [
      ['LEGACY', 'Do not foo'],
      ['LEGACY', 'Do not bar'],
    ],
  )
})

test('the report has no time and no absolute path, and is the same from another folder', async t => {
  const cwd = folder(t, { '.git/HEAD': '', 'src/a.py': CALL, 'src/b.py': '(' })
  const absolute = await posse(['-f', 'sarif', '-r', join(cwd, 'src')], { cwd, env: ENV })
  t.false(absolute.stdout.includes(cwd))
  t.notRegex(absolute.stdout, /Utc|\d\d:\d\d:\d\d/)
  const inside = await posse(['-f', 'sarif', '-r', '.'], {
    cwd: join(cwd, 'src'),
    env: { SOURCE_DATE_EPOCH: '1' },
  })
  t.is(inside.stdout, absolute.stdout)
})

test('--sarif-root says where paths start, in a scan and in a merge', async t => {
  const cwd = folder(t, { '.git/HEAD': '', 'src/a.py': CALL, 'src/b.py': '(' })
  const bases = ({ originalUriBaseIds }: Run) => originalUriBaseIds?.['%SRCROOT%']
  const description = { text: 'The top folder of the repository.' }
  const plain = await sarif(['-r', 'src'], { cwd })
  t.deepEqual(bases(plain.run), { description })
  const args = ['--sarif-root', 'file:///mnt/my repo']
  const rooted = await sarif(['-r', 'src', ...args], { cwd })
  t.deepEqual(rooted.faults, [])
  t.deepEqual(bases(rooted.run), { uri: 'file:///mnt/my%20repo/', description })
  t.deepEqual(rooted.results, plain.results)

  mkdirSync(join(cwd, 'parts'))
  for (const index of [1, 2])
    await posse(['-r', 'src', '--shard', `${index}/2`, '-o', `parts/${index}`], { cwd, env: ENV })
  const merged = await posse(['merge', 'parts', '-f', 'sarif', ...args], { cwd, env: ENV })
  t.true(merged.stdout === rooted.stdout, merged.stderr)

  for (const root of ['src', '/src', 'C:\\src', 'file:///src?a', '']) {
    const wrong = await posse(['-r', 'src', '-f', 'sarif', '--sarif-root', root], { cwd })
    t.is(wrong.status, 2)
    t.true(wrong.stderr.endsWith(`--sarif-root: not an absolute URI, such as file:///src/repo/: '${root}'\n`))
  }
})

test('URIs are relative to the top of the repository, else to the workspace, else to the working directory', async t => {
  const files: Files = { 'top/pkg/a.py': 'assert x\n', 'top/pkg/#ä b%.py': 'assert x\n' }
  const path = folder(t, files)
  const cwd = join(path, 'top/pkg')
  const here = await sarif(['-r', '.'], { cwd })
  t.deepEqual(uris(here.results), ['%23%C3%A4%20b%25.py', 'a.py'])
  const workspace = await sarif(['a.py'], { cwd, env: { GITHUB_WORKSPACE: path } })
  t.deepEqual(uris(workspace.results), ['top/pkg/a.py'])
  mkdirSync(join(path, 'top/.git'))
  const top = await sarif(['a.py'], { cwd, env: { GITHUB_WORKSPACE: path } })
  t.deepEqual(uris(top.results), ['pkg/a.py'])
  const outside = await sarif([join(cwd, 'a.py')], { cwd: folder(t) })
  t.deepEqual(uris(outside.results), ['pkg/a.py'], 'another repository than that of the working directory')
})

test('links are resolved unless they lead out of the repository', async t => {
  const path = folder(t, {
    'repo/.git/HEAD': '',
    'repo/src/real.py': 'assert x\n',
    'other/a.py': 'assert x\n',
  })
  symlinkSync('real.py', join(path, 'repo/src/link.py'))
  symlinkSync('../../other', join(path, 'repo/src/out'))
  const { results } = await sarif(['src/link.py', 'src/out/a.py'], { cwd: join(path, 'repo') })
  t.deepEqual(uris(results), ['src/real.py', 'src/out/a.py'])
})

test('names that are not UTF-8 are encoded byte by byte', t => {
  t.is(uriOf('a/\udcff\u{1f600}:?.py'), 'a/%FF%F0%9F%98%80%3A%3F.py')
  const path = folder(t)
  t.is(repositoryPaths(path, {})('\udcff/x.py'), '\udcff/x.py')
  t.is(repositoryPaths(path, {})('<stdin>'), '<stdin>')
})

test('standard input has a fingerprint, too', async t => {
  const { results, faults } = await sarif(['-'], { cwd: folder(t), input: 'import os\nos.system("ls")\n' })
  t.deepEqual(faults, [])
  t.deepEqual(uris(results), ['%3Cstdin%3E', '%3Cstdin%3E'])
  t.deepEqual(results[0]?.partialFingerprints, {
    primaryLocationLineHash: 'e5f3b26fefabb3a:1',
    primaryLocationStartColumnFingerprint: '0',
  })
})

test('a skipped file is a notification, and a run that missed a target is not successful', async t => {
  const cwd = folder(t, { 'b c.py': '(' })
  const { run, faults, status } = await sarif(['b c.py', 'gone.py'], { cwd })
  t.is(status, 0)
  t.deepEqual(faults, [])
  const at = (uri: string) => [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' } } }]
  const notifications: Notification[] = [
    {
      level: 'warning',
      message: { text: 'The file was skipped: syntax error while parsing AST from file.' },
      locations: at('b%20c.py'),
    },
    {
      level: 'warning',
      message: { text: 'The file was skipped: No such file or directory.' },
      locations: at('gone.py'),
    },
  ]
  t.deepEqual(run.invocations, [
    {
      executionSuccessful: false,
      toolExecutionNotifications: notifications,
      // For Jenkins.
      toolConfigurationNotifications: notifications,
    },
  ])
})

test('a category distinguishes analyses', async t => {
  const { run } = await sarif(['x.py', '--sarif-category', 'backend'], { cwd: folder(t, { 'x.py': '' }) })
  t.deepEqual(run.automationDetails, { id: 'backend/' })
})

test('if there are too many results, the most severe are kept in order, with a warning', async t => {
  const cwd = folder(t, { 'x.py': `assert 1\n${CALL}assert 2\nexec("")\n` })
  const { results, stderr } = await sarif(['x.py', '--sarif-max-results', '3'], { cwd })
  t.deepEqual(
    results.map(
      ({ ruleId, locations }) => `${ruleId} ${locations?.[0]?.physicalLocation?.region?.startLine}`,
    ),
    ['B101 1', 'B602 3', 'B102 8'],
  )
  t.true(stderr.includes('SARIF: omitted the 2 least severe results to stay within the limit of 3\n'), stderr)
  const none = await sarif(['x.py', '--sarif-max-results', '0'], { cwd })
  t.deepEqual(none.results, [])
  t.is(none.status, 1)
  const wrong = await posse(['-f', 'sarif', 'x.py', '--sarif-max-results', '-1'], { cwd })
  t.is(wrong.status, 2)
})

test('silenced findings are left out, or marked on demand', async t => {
  const source = 'exec(a)  # nosec B102 - by hand\neval(b)  # nosec\nexec(c)\n'
  const cwd = folder(t, { 'x.py': source })
  const without = await sarif(['x.py'], { cwd })
  t.deepEqual(
    without.results.map(regionOf).map(region => region?.startLine),
    [3],
  )
  const { results, faults, status } = await sarif(['x.py', '--sarif-include-suppressed'], { cwd })
  t.is(status, 1)
  t.deepEqual(faults, [])
  t.deepEqual(
    results.map(({ ruleId, suppressions }) => [ruleId, suppressions]),
    [
      ['B102', undefined],
      ['B102', [{ kind: 'inSource', justification: '# nosec B102 - by hand' }]],
      ['B307', [{ kind: 'inSource', justification: '# nosec' }]],
    ],
  )
  t.truthy(results[1]?.partialFingerprints?.primaryLocationLineHash)
  const severe = await sarif(['x.py', '--sarif-include-suppressed', '-lll'], { cwd })
  t.deepEqual([severe.results, severe.status], [[], 0])
})

test('findings in the baseline are left out', async t => {
  const cwd = folder(t, { 'x.py': 'exec(a)\n' })
  writeFileSync(join(cwd, 'known.json'), (await posse(['-f', 'json', 'x.py'], { cwd })).stdout)
  writeFileSync(join(cwd, 'x.py'), 'exec(a)\neval(b)\n')
  const { results, status } = await sarif(['x.py', '-b', 'known.json'], { cwd })
  t.deepEqual([results.map(({ ruleId }) => ruleId), status], [['B307'], 1])
})

test('a scan that fails leaves a valid file that says so', async t => {
  const cwd = folder(t, { 'x.py': 'exec(a)\n' })
  const broken = `const set = Map.prototype.set; Map.prototype.set = function (key, value) {
    if (key === 'B101') throw new TypeError('broken'); return set.call(this, key, value) }`
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(broken)}`
  const { status, run, results, faults, stderr } = await sarif(['x.py'], { cwd, env: { NODE_OPTIONS } })
  t.is(status, 2)
  t.true(stderr.includes('TypeError: broken'), stderr)
  t.deepEqual(faults, [])
  t.deepEqual(results, [])
  t.is(run.invocations?.[0]?.executionSuccessful, false)
  t.false(JSON.stringify(run).includes(cwd))
})

test('each finding has a fingerprint of its own, which stays the same when lines move', async t => {
  const code = 'import os\nif a:\n    os.system(b); os.system(b)\n    os.system(b); os.system(b)\n'
  const cwd = folder(t, { 'x.py': code, 'y.py': code })
  const before = (await sarif(['-r', '.'], { cwd })).results
  const ids = (results: typeof before) => results.map(({ fingerprints }) => fingerprints?.['posse/v1'])
  t.true(before.length >= 8)
  t.is(new Set(ids(before)).size, before.length)
  writeFileSync(join(cwd, 'x.py'), `# a comment\n\n${code}`)
  t.deepEqual(ids((await sarif(['-r', '.'], { cwd })).results), ids(before))
  const columns = before.map(
    ({ partialFingerprints: { primaryLocationStartColumnFingerprint: at } = {} }) => at,
  )
  t.true(columns.includes('0') && columns.includes('14'))
})

test('a finding whose severity is not the highest of its rule has a rule with its own severity', async t => {
  const cwd = folder(t, { 'x.py': 'import os\nos.system("ls")\nos.system(a)\n' })
  const { run, results, faults } = await sarif(['-t', 'B605', 'x.py'], { cwd })
  t.deepEqual(faults, [])
  const rules = run.tool.driver.rules ?? []
  t.deepEqual(
    results.map(({ ruleId, ruleIndex = -1, level }) => [
      ruleId,
      rules[ruleIndex]?.id,
      rules[ruleIndex]?.properties?.['security-severity'],
      level,
    ]),
    [
      ['B605/low', 'B605/low', '3.0', 'note'],
      ['B605', 'B605', '8.0', 'error'],
    ],
  )
  t.deepEqual(rules[0]?.help, rules[1]?.help)
})

test('above the repositories, a path is relative to the repository of its file', async t => {
  const cwd = folder(t, {
    'one/.git/HEAD': '',
    'one/src/a.py': 'assert a\n',
    'two/.git/HEAD': '',
    'two/b.py': 'assert b\n',
    'c.py': 'assert c\n',
  })
  const { results } = await sarif(['-r', '.'], { cwd, env: { GITHUB_WORKSPACE: '' } })
  t.deepEqual(uris(results), ['c.py', 'src/a.py', 'b.py'])
})

test('above 5,000 results, standard error says that GitHub shows only some', async t => {
  const cwd = folder(t, { 'a.py': 'exec(a)\n'.repeat(5001) })
  const { stderr } = await posse(['-f', 'sarif', 'a.py'], { cwd })
  t.is(stderr, '[main]\tWARNING\tSARIF: GitHub shows only the 5000 most severe of 5001 results\n')
})

test('--sarif-rules found and brief describe only the rules that found something', async t => {
  const cwd = folder(t, { 'x.py': 'import os\nos.system("ls")\nexec(a)\n' })
  const { run, results, faults } = await sarif(['x.py', '--sarif-rules', 'found'], { cwd })
  t.deepEqual(faults, [])
  const ids = run.tool.driver.rules?.map(({ id }) => id)
  t.deepEqual(ids, ['B102', 'B605', 'B607', 'B605/low'])
  t.deepEqual(
    results.map(({ ruleIndex = -1 }) => ids?.[ruleIndex]),
    results.map(({ ruleId }) => ruleId),
  )
  const brief = await sarif(['x.py', '--sarif-rules', 'brief'], { cwd })
  t.deepEqual(brief.faults, [])
  t.deepEqual(brief.results, results)
  t.deepEqual(
    brief.run.tool.driver.rules,
    run.tool.driver.rules?.map(rule => ({ ...rule, help: { text: rule.helpUri ?? '' } })),
    'Jenkins repeats the help with each result',
  )
  const none = await sarif(['y.py', '--sarif-rules', 'found'], { cwd: folder(t, { 'y.py': 'x = 1\n' }) })
  t.deepEqual(none.run.tool.driver.rules, [])
})

test('the editor extension of Bandit finds what it reads', async t => {
  // As in bundled/tool/lsp_server.py of PyCQA/vscode-bandit.
  const words = ['--quiet', 'a.py']
  const cwd = folder(t, { 'a.py': 'import os\nos.system("ls")\nos.system(x)\n' })
  const { results, run } = await sarif(words, { cwd })
  t.deepEqual(
    results.map(result => {
      const rule = run.tool.driver.rules?.[result.ruleIndex ?? -1]
      t.true(rule?.helpUri?.startsWith('https://'))
      const { startLine, startColumn, endLine, endColumn } = regionOf(result) ?? {}
      const place = [startLine, startColumn, endLine, endColumn]
      return [result.ruleId, rule?.name, result.properties?.issue_severity, ...place]
    }),
    [
      ['B605/low', 'StartProcessWithAShell', 'LOW', 2, 1, 2, 16],
      ['B607', 'StartProcessWithPartialPath', 'LOW', 2, 1, 2, 16],
      ['B605', 'StartProcessWithAShell', 'HIGH', 3, 1, 3, 13],
    ],
  )
  // Its quick fix appends the id of the result.
  const fixed = folder(t, { 'a.py': 'import os\nos.system("ls")  # nosec: B605/low\n' })
  const left = (await sarif(words, { cwd: fixed })).results
  t.deepEqual(
    left.map(({ ruleId }) => ruleId),
    ['B607'],
  )
})
