import test, { type ExecutionContext } from 'ava'
import { folder, posse, report } from './posse.js'

const SOURCE = `import pickle, telnetlib
from pickle import loads
import telnetlib  # nosec LEGACY
import telnetlib  # nosec B401
pickle.loads(x)
eval("1")
exec("2")
assert x
__import__("telnetlib")
__import__(name)
`

const PROFILES = `profiles:
  calls: {include: [blacklist_calls]}
  imports: {include: [blacklist_imports]}
  func: {include: [blacklist_import_func, B102], exclude: [assert_used]}
  both: {include: [blacklist_calls, blacklist_imports, exec_used]}
  none: {include: [blacklist_calls], exclude: [blacklist_calls, B401]}
  names: {include: [exec_used, import_pickle, nonsense]}
  without: {exclude: [B001]}
  clash: {include: [exec_used], exclude: [B102]}
  nothing: {include: [nonsense]}
  empty: {include: , exclude: }
`

const DATA = `blacklist_calls:
  bad_name_sets:
  - first:
      qualnames: [pickle.loads, telnetlib]
      message: "first {func}, {name}"
  - second: {qualnames: [eval, UNKNOWN], level: LOW, id: B307, cwe: 78, message: "second {func}"}
blacklist_imports:
  bad_import_sets:
  - third: {imports: [telnetlib, eval], level: HIGH, message: "third {module}"}
  - fourth: {imports: [pickle], message: "fourth {module} {func}", id: OWN}
`

function scan(t: ExecutionContext, config: string, ...args: string[]) {
  return report(['-c', 'b.yaml', ...args, 'a.py'], { cwd: folder(t, { 'a.py': SOURCE, 'b.yaml': config }) })
}

/** The findings of a profile, each as `B102 7 MEDIUM: Use of exec detected.` */
async function found(t: ExecutionContext, profile: string, ...args: string[]) {
  const { results } = await scan(t, PROFILES + DATA, '-p', profile, ...args)
  return results.map(
    ({ test_id, line_number, issue_severity, issue_text }) =>
      `${test_id} ${line_number} ${issue_severity}: ${issue_text}`,
  )
}

async function error(t: ExecutionContext, config: string, profile: string) {
  const cwd = folder(t, { 'a.py': SOURCE, 'b.yaml': config })
  const { status, stdout, stderr } = await posse(['-c', 'b.yaml', '-p', profile, 'a.py'], { cwd })
  t.deepEqual([status, stdout], [2, ''])
  return stderr
    .split('\n')
    .filter(line => line.includes('\tERROR\t'))
    .map(line => line.replace('[main]\tERROR\t', ''))
    .join('\n')
}

const EXEC = 'B102 7 MEDIUM: Use of exec detected.'

test('a profile selects by ids or names, instead of the lists in the settings', async t => {
  const config = `tests: [B101]\n${PROFILES}${DATA}`
  const { results, stderr } = await scan(t, config, '-p', 'names')
  t.deepEqual(
    results.map(({ test_id, line_number }) => `${test_id} ${line_number}`),
    ['B403 1', 'B403 2', 'B102 7'],
  )
  t.true(stderr.includes('[main]\tWARNING\tUnknown test found in profile: nonsense\n'))
  t.deepEqual(
    (await scan(t, config)).results.map(({ test_id }) => test_id),
    ['B101'],
  )
  t.deepEqual(await found(t, 'without', '-s', 'B101'), [EXEC])
  t.is((await found(t, 'names', '-t', 'B101')).length, 4)
  t.is((await found(t, 'empty')).length, (await scan(t, 'tests: []')).results.length)
})

test('legacy data replaces the tables, with the two mixed up as in Bandit', async t => {
  t.deepEqual(await found(t, 'calls'), ['LEGACY 6 HIGH: third eval', 'LEGACY 9 HIGH: third telnetlib'])
  t.deepEqual(await found(t, 'imports'), [
    'LEGACY 1 MEDIUM: first telnetlib, telnetlib',
    'LEGACY 2 MEDIUM: first loads, loads',
    'LEGACY 4 MEDIUM: first telnetlib, telnetlib',
    'LEGACY 5 MEDIUM: first pickle.loads, pickle.loads',
    'B307 6 LOW: second eval',
    'LEGACY 9 MEDIUM: first telnetlib, telnetlib',
  ])
  t.deepEqual(await found(t, 'both', '-t', 'B001'), [
    'LEGACY 1 MEDIUM: first telnetlib, telnetlib',
    'LEGACY 2 MEDIUM: first loads, loads',
    'LEGACY 4 MEDIUM: first telnetlib, telnetlib',
    'LEGACY 5 MEDIUM: first pickle.loads, pickle.loads',
    'LEGACY 6 HIGH: third eval',
    EXEC,
    'LEGACY 9 HIGH: third telnetlib',
  ])
})

test('unless a legacy rule runs, the usual tables are used', async t => {
  const tables = (await scan(t, 'tests: [B001]')).results.map(
    result => `${result.test_id} ${result.line_number}`,
  )
  const ids = async (...args: [string, ...string[]]) =>
    (await found(t, ...args)).map(each => each.split(' ', 2).join(' '))
  t.deepEqual(await ids('none', '-t', 'B001'), ['B403 1', ...tables.filter(each => !each.startsWith('B401'))])
  t.deepEqual(
    (await ids('func')).filter(each => each !== 'B102 7'),
    tables,
  )
  t.true((await found(t, 'func')).includes(EXEC))
})

test("a row without a CWE, and one with an id of Bandit's", async t => {
  const { results, stderr } = await scan(t, PROFILES + DATA, '-p', 'imports')
  const [legacy] = results
  t.is(legacy?.test_name, 'blacklist')
  t.is(legacy?.issue_confidence, 'HIGH')
  t.deepEqual(legacy?.issue_cwe as unknown, {})
  t.is((legacy as unknown as { more_info: string }).more_info, 'https://bandit.readthedocs.io/en/1.9.4/')
  const cwd = folder(t, { 'a.py': SOURCE, 'b.yaml': PROFILES + DATA })
  for (const format of ['html', 'jsonl']) {
    const { stdout } = await posse(['-c', 'b.yaml', '-p', 'imports', '-f', format, 'a.py'], { cwd })
    t.notRegex(stdout, /CWE-0|"id":0/, format)
  }
  const second = results.find(({ test_id }) => test_id === 'B307')
  t.deepEqual(second?.issue_cwe, { id: 78, link: 'https://cwe.mitre.org/data/definitions/78.html' })
  t.true(second?.more_info.endsWith('/blacklists/blacklist_calls.html#b307-eval'))
  t.regex(stderr, /WARNING\tConfig file 'b\.yaml' contains deprecated legacy config data\./)
  t.regex(stderr, /WARNING\tLegacy blacklist data found in config, overriding data plugins\n/)

  const text = await posse(['-c', 'b.yaml', '-p', 'calls', '-lll', 'a.py'], {
    cwd: folder(t, { 'a.py': SOURCE, 'b.yaml': PROFILES + DATA }),
  })
  t.true(
    text.stdout.includes(
      '>> Issue: [LEGACY:blacklist] third eval\n   Severity: High   Confidence: High\n   CWE: \n',
    ),
  )
})

test('a profile that cannot be scanned with', async t => {
  const config = PROFILES + DATA
  t.is(await error(t, config, 'absent'), 'Unable to find profile (absent) in config file: b.yaml')
  t.is(await error(t, config, 'clash'), "Non-exclusive include/exclude test sets: {'B102'}")
  t.is(await error(t, config, 'nothing'), 'No tests would be run, please check the profile.')
  const { status, stderr } = await posse(['-p', 'x', 'a.py'], { cwd: folder(t, { 'a.py': '' }) })
  t.deepEqual([status, stderr], [2, '[main]\tERROR\tUnable to find profile (x) in config file: None\n'])
})

test('a legacy rule without its data is an error', async t => {
  for (const test of ['blacklist_calls', 'blacklist_imports', 'blacklist_import_func']) {
    t.true(
      (await error(t, `profiles: {a: {}, p: {exclude: [${test}]}}`, 'a')).startsWith(
        'b.yaml : Config file has an include or exclude reference to legacy test ' +
          `'${test}' but no configuration data for it.`,
      ),
    )
    t.regex(await error(t, `profiles: {1: {include: [${test}]}, a: {}}`, 'a'), /reference to legacy test/)
  }
})

test('a profile whose name is not a string has no name', async t => {
  t.regex(await error(t, 'profiles: {1: {}, a: {include: false}}', '1'), /Unable to find profile \(1\)/)
})

test('legacy data of the wrong shape is an error that names the place', async t => {
  const row = (content: string) => `profiles: {p: {}}\nblacklist_calls: {bad_name_sets: [{a: ${content}}]}`
  const place = 'blacklist_calls.bad_name_sets[0].a'
  for (const [config, message] of [
    ['profiles:', 'profiles: expected a mapping, found nothing'],
    ['profiles: {1: {include: 5}}', 'profiles.1.include: expected a list of strings, found a number'],
    ['profiles: {p: }', 'profiles.p: expected a mapping, found nothing'],
    ['profiles: {p: {include: 5}}', 'profiles.p.include: expected a list of strings, found a number'],
    ['profiles: {p: {include: [5]}}', 'profiles.p.include[0]: expected a string, found a number'],
    ['blacklist_calls: [a]', 'blacklist_calls: expected a mapping, found a list'],
    [
      'blacklist_imports: {bad_import_sets: {a: b}}',
      'blacklist_imports.bad_import_sets: expected a list of mappings, found a mapping',
    ],
    [row('5'), `${place}: expected a mapping, found a number`],
    [row('{qualnames: [a]}'), `${place}.message: expected a string, found nothing`],
    [row('{message: x}'), `${place}.qualnames: expected a list of strings, found nothing`],
    [
      row('{message: x, qualnames: [a], level: high}'),
      `${place}.level: expected one of UNDEFINED, LOW, MEDIUM, HIGH, found a string`,
    ],
    [row('{message: x, qualnames: [a], cwe: "78"}'), `${place}.cwe: expected an integer, found a string`],
  ] as const) {
    t.is(await error(t, config, 'p'), `b.yaml : Error parsing file: ${message}`)
  }
})

test('keys that only Bandit uses are accepted', async t => {
  const { results, status } = await scan(
    t,
    'log_format: "%(message)s"\nplugin_name_pattern: "*.py"\ntests: [B102]\n',
  )
  t.deepEqual([results.length, status], [1, 1])
})
