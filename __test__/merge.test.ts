import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folder, posse } from './posse.js'

const FILES = { 'a.py': 'exec(a)\n', 'b.py': 'assert b\n', 'pkg/c.py': 'eval(c)\n', 'pkg/d.py': 'x = 1\n' }

/** A folder with files, and with `parts`: the records of a scan in the given number of parts. */
async function scanned(t: ExecutionContext, total = 2): Promise<string> {
  const cwd = folder(t, FILES)
  mkdirSync(join(cwd, 'parts'))
  for (let index = 1; index <= total; index++) await record(cwd, `${index}/${total}`, `parts/${index}`)
  return cwd
}

async function record(cwd: string, part: string, file: string, words = ['-r', '.']): Promise<void> {
  await posse(['--shard', part, '-o', file, ...words], { cwd })
}

/** Runs a merge. Returns the exit code and the line that says why there is no report. */
async function merge(cwd: string, ...words: string[]): Promise<string> {
  const { status, stdout, stderr } = await posse(['merge', ...words], { cwd })
  return `${status} ${stdout}${stderr.split('\n').at(-2)?.replace('[main]\tERROR\t', '')}`
}

test('a missing part', async t => {
  const cwd = await scanned(t, 5)
  rmSync(join(cwd, 'parts/4'))
  t.is(await merge(cwd, 'parts'), '2 part 4 of 5 is missing')
  rmSync(join(cwd, 'parts/1'))
  rmSync(join(cwd, 'parts/2'))
  t.is(await merge(cwd, 'parts'), '2 parts 1, 2 and 4 of 5 are missing')
  await record(cwd, '3/99', 'x')
  t.is(await merge(cwd, 'x'), '2 parts 1, 2, 4, 5, 6, 7, 8, 9, 10, 11 and 88 more of 99 are missing')
})

test('a duplicate part', async t => {
  const cwd = await scanned(t)
  writeFileSync(join(cwd, 'parts/copy'), readFileSync(join(cwd, 'parts/2')))
  t.is(await merge(cwd, 'parts'), "2 duplicate part 2: 'parts/2' and 'parts/copy'")
  t.is(await merge(cwd, 'parts/1', 'parts/1'), "2 duplicate part 1: 'parts/1' and 'parts/1'")
})

test('a part from a different number of parts', async t => {
  const cwd = await scanned(t)
  await record(cwd, '2/3', 'parts/2')
  t.is(
    await merge(cwd, 'parts'),
    "2 'parts/2' and 'parts/1' belong to different scans: one has 3 parts, the other 2",
  )
})

for (const [what, words] of Object.entries({
  'other checks': ['-r', '.', '-s', 'B101'],
  'other context': ['-r', '.', '-n', '5'],
  'comments ignored': ['-r', '.', '--ignore-nosec'],
  'a configuration': ['-r', '.', '-c', 'config.toml'],
})) {
  test(`a part with different settings: ${what}`, async t => {
    const cwd = await scanned(t)
    writeFileSync(join(cwd, 'config.toml'), '[tool.bandit.assert_used]\nskips = ["b.py"]\n')
    await record(cwd, '2/2', 'parts/2', words)
    t.is(
      await merge(cwd, 'parts'),
      "2 'parts/2' and 'parts/1' were made with different settings; scan all parts with the same options",
    )
  })
}

test('a settings file that was changed', async t => {
  const cwd = folder(t, { ...FILES, 'c.toml': '[tool.bandit]\n' })
  const words = ['-r', '.', '-c', 'c.toml']
  await record(cwd, '1/2', '1', words)
  appendFileSync(join(cwd, 'c.toml'), 'skips = ["B101"]\n')
  await record(cwd, '2/2', '2', words)
  t.regex(await merge(cwd, '1', '2'), /^2 '2' and '1' were made with different settings/)
})

test('a part with a different list of files', async t => {
  const cwd = await scanned(t)
  writeFileSync(join(cwd, 'e.py'), '')
  await record(cwd, '1/2', 'parts/1')
  const line =
    "2 'parts/2' and 'parts/1' were made from different lists of files; scan all parts in the same folder of the same checkout"
  t.is(await merge(cwd, 'parts'), line)
})

test('a part from a different version', async t => {
  const cwd = await scanned(t)
  const path = join(cwd, 'parts/2')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  writeFileSync(path, readFileSync(path, 'utf8').replace(`"version":"${version}"`, '"version":"0.0.9"'))
  t.is(
    await merge(cwd, 'parts'),
    `2 'parts/2' was written by posse 0.0.9, but this is posse ${version}: use the same version for all parts`,
  )
})

test('a part that is truncated, at any point', async t => {
  const cwd = await scanned(t)
  const path = join(cwd, 'parts/2')
  const whole = readFileSync(path)
  for (const length of [
    whole.length - 1,
    whole.length - 60,
    whole.length - 200,
    whole.indexOf('\n') + 1,
    20,
  ]) {
    writeFileSync(path, whole.subarray(0, length))
    t.is(await merge(cwd, 'parts'), "2 'parts/2' is truncated")
  }
})

test('a part that was modified', async t => {
  const cwd = await scanned(t)
  const path = join(cwd, 'parts/2')
  const whole = readFileSync(path, 'utf8')
  for (const [from, to] of [
    ['"loc":1', '"loc":2'],
    ['"loc":1', '"loc":'],
    ['{"name"', '\n{"name"'],
    ['{"name"', 'null\n5\n{"name"'],
    [/^.*?\n/, '{"posse-shard":\n'],
    [/"findings":\[.*/, '"findings":"x"}'],
  ] as const) {
    writeFileSync(path, whole.replace(from, to))
    t.is(await merge(cwd, 'parts'), "2 'parts/2' is damaged: its digest does not match")
  }
})

/** Changes the lines of a record and gives it a digest that fits. */
function forge(path: string, lines: string, from: string | RegExp, to: string): void {
  const forged = lines.replace(from, to)
  if (forged === lines) throw new Error(`there is no ${from}`)
  const sha256 = createHash('sha256').update(forged).digest('hex')
  writeFileSync(path, `${forged}{"sha256":"${sha256}"}\n`)
}

test('a record cannot choose what is written, or where; --ini can', async t => {
  const cwd = await scanned(t, 1)
  const [path] = readdirSync(join(cwd, 'parts')).map(name => join(cwd, 'parts', name)) as [string]
  const lines = readFileSync(path, 'utf8')
    .split(/(?<=\n)/)
    .slice(0, -1)
    .join('')
  const ini = { output: 'x', format: 'custom', 'msg-template': '{line}', baseline: '/etc/passwd', level: '3' }
  forge(path, lines, '"ini":{}', `"ini":${JSON.stringify(ini)}`)
  const { stdout, stderr } = await posse(['merge', 'parts', '-f', 'json'], { cwd })
  t.deepEqual(
    JSON.parse(stdout).results.map(({ issue_severity }: { issue_severity: string }) => issue_severity),
    JSON.parse(stdout).results.map(() => 'MEDIUM'),
  )
  const file = relative(cwd, path)
  for (const key of ['output', 'format', 'msg-template'])
    t.true(
      stderr.includes(`${file}: ignoring ${key}: it decides what is written; pass --ini FILE to allow it`),
    )
  t.true(stderr.includes(`${file}: ignoring baseline: '/etc/passwd' is outside its folder`))
  t.true(stderr.includes(`${file} sets level; pass --no-ini to ignore them`))
  t.false(existsSync(join(cwd, 'x')))
  t.false((await posse(['merge', 'parts', '--no-ini'], { cwd })).stderr.includes('sets level'))

  writeFileSync(join(cwd, 'own.ini'), '[bandit]\noutput = y\nformat = csv\nskips = B101\n')
  await posse(['merge', 'parts', '--ini', 'own.ini'], { cwd })
  t.true(readFileSync(join(cwd, 'y'), 'utf8').startsWith('filename,test_name'))
})

/** A rule of a profile's own tables, as a record has it. */
const OWN_RULE = {
  id: 'OWN',
  name: 'blacklist',
  testName: 'blacklist',
  link: 'https://bandit.readthedocs.io/en/1.9.4/',
  cwe: 0,
  severity: 'LOW',
  confidence: 'HIGH',
  kinds: ['Call'],
  message: 'x',
}

test('a part whose digest fits, but whose contents do not', async t => {
  const cwd = await scanned(t)
  const path = join(cwd, 'parts/2')
  const lines = readFileSync(path, 'utf8')
    .split(/(?<=\n)/)
    .slice(0, -1)
    .join('')
  for (const [from, to] of [
    ['"total":2', '"total":1000000000'],
    ['"excluded":[]', '"excluded":[1]'],
    [/"rules":\[/, '"rules":[{},'],
    [/"rules":\[/, `"rules":[${JSON.stringify({ ...OWN_RULE, link: 'javascript:alert(1)' })},`],
    [/"rules":\[/, `"rules":[${JSON.stringify({ ...OWN_RULE, testName: 'a" b="' })},`],
    [/"rules":\[/, `"rules":[${JSON.stringify({ ...OWN_RULE, severity: '<b>' })},`],
    ['"loc":1', '"loc":-1'],
    ['"loc":1', '"loc":'],
    ['{"name":', '{"name":7,"x":'],
    [/"findings":\[.*/, '"findings":"x"}'],
    [/"findings":\[\[\[\d+/, '"findings":[[[4000000000'],
    [/"findings":\[\[\[/, '"findings":[[[1,'],
    // The first and the last line of the range, and of the span.
    [/("findings":\[\[\[(?:\d+,){8})\d+/, '$14000000000'],
    [/("findings":\[\[\[(?:\d+,){7})\d+/, '$14000000000'],
    [/("findings":\[\[\[(?:\d+,){12})\d+/, '$14000000000'],
  ] as const) {
    forge(path, lines, from, to)
    t.is(await merge(cwd, 'parts'), "2 'parts/2' is not a record of posse --shard")
  }
})

test('a file that is not a record is ignored in a folder, and an error if named', async t => {
  const cwd = await scanned(t)
  mkdirSync(join(cwd, 'parts/x/y'), { recursive: true })
  writeFileSync(join(cwd, 'parts/report.json'), '{"results": []}\n')
  writeFileSync(join(cwd, 'parts/empty'), '')
  writeFileSync(join(cwd, 'parts/x/y/deep'), '{"posse-shard":1,')
  t.true((await merge(cwd, 'parts', '-q', '-f', 'csv')).startsWith('1 filename,test_name'))
  t.is(await merge(cwd, 'parts/report.json'), "2 'parts/report.json' is not a record of posse --shard")
  t.is(await merge(cwd, 'parts/empty'), "2 'parts/empty' is not a record of posse --shard")
  t.is(await merge(cwd, 'parts/1', 'pkg'), "2 no records of posse --shard found in 'pkg'")
  t.is(await merge(cwd, 'nowhere'), "2 cannot read 'nowhere': no such file or directory")
})

test('records can be in separate folders, like artifacts', async t => {
  const cwd = await scanned(t, 3)
  for (const name of readdirSync(join(cwd, 'parts'))) {
    mkdirSync(join(cwd, 'apart', name), { recursive: true })
    renameSync(join(cwd, 'parts', name), join(cwd, 'apart', name, 'record'))
  }
  const whole = await posse(['-r', '.', '-f', 'json'], { cwd })
  t.is((await posse(['merge', 'apart', '-f', 'json'], { cwd })).stdout, whole.stdout)
  const named = ['apart/3', 'apart/1/record', 'apart/2']
  t.is((await posse(['merge', ...named, '-f', 'json'], { cwd })).stdout, whole.stdout)
})

test('a report that cannot be written does not affect the others', async t => {
  const cwd = await scanned(t)
  const line = await merge(cwd, 'parts', '-q', '-f', 'json', '-o', 'a.json', '--also', 'sarif=no/where')
  t.is(line, "2 argument --also: can't open 'no/where': no such file or directory")
  t.is(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')).results.length, 3)
})

test('a flag in the wrong place is a one-line error', async t => {
  const cwd = await scanned(t, 1)
  const elsewhere = 'not allowed with posse merge; pass it to the runs with --shard, which scan'
  t.is(await merge(cwd, 'parts', '-t', 'B101'), `2 posse merge: error: argument -t/--tests: ${elsewhere}`)
  t.is(await merge(cwd, '-r', 'parts'), `2 posse merge: error: argument -r/--recursive: ${elsewhere}`)
  t.is(await merge(cwd, '-f', 'json'), '2 posse merge: error: name a folder that contains the records')
  t.is(
    await merge(cwd, 'parts', '--msg-template', '{line}'),
    '2 posse merge: error: --msg-template can only be used with --format=custom',
  )
  t.is(
    await merge(cwd, 'parts', '-b', 'x', '-f', 'csv'),
    '2 Baseline must be used with one of the following formats: checkstyle, codequality, custom, github, gitlab, html, json, jsonl, junit, markdown, rdjson, sarif, screen, txt',
  )
})

test('merge -h lists its flags', async t => {
  const { status, stdout } = await posse(['merge', '--help'])
  t.is(status, 0)
  t.true(stdout.startsWith('usage: posse merge [options] DIR ...\n'))
  t.true(stdout.includes('  -f, --format\n'))
  t.false(stdout.includes('--tests'))
})

test('merge is a command only as the first word', async t => {
  const cwd = folder(t, { 'merge/x.py': 'exec(a)\n' })
  t.is((await posse(['-r', 'merge'], { cwd })).status, 1)
  t.is((await posse(['./merge', '-r'], { cwd })).status, 1)
})
