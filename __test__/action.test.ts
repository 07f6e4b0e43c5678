import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { parse } from 'yaml'
import { CLI, type Files, folder, type Run, run } from './posse.js'

interface Step {
  name: string
  with?: Record<string, string>
  if?: string
  uses?: string
  run?: string
  shell?: string
  env?: Record<string, string>
}
interface Action {
  inputs: Record<string, { default: string }>
  runs: { using: string; steps: Step[] }
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action
const { steps } = action.runs
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

type Inputs = Record<string, string>

/** Runs a step in bash as a runner does, with the inputs and the outputs of the scan in its environment. */
function runStep(
  name: string,
  workspace: Workspace,
  inputs: Inputs = {},
  outputs: Inputs = {},
): Promise<Run> {
  const { run: script = '', env = {} } = steps.find(step => step.name === name) ?? {}
  const value = (expression: string): string =>
    expression.replace(
      /\$\{\{ (inputs|steps\.scan\.outputs)\.([\w-]+) \}\}/g,
      (_, from: string, key: string) =>
        from === 'inputs' ? (inputs[key] ?? action.inputs[key]?.default ?? '') : (outputs[key] ?? ''),
    )
  return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: workspace.path,
    env: {
      ...Object.fromEntries(Object.entries(env).map(([key, expression]) => [key, value(expression)])),
      RUNNER_TEMP: workspace.temp,
      GITHUB_OUTPUT: join(workspace.temp, 'output'),
      PATH: [join(workspace.temp, 'bin'), process.env.PATH].join(delimiter),
    },
  })
}

interface Workspace {
  path: string
  temp: string
}

/** A checkout, and a runner whose npm records its arguments and installs our own build. */
function workspace(t: ExecutionContext, files: Files): Workspace {
  const npm = `#!/bin/sh
printf '%s\\n' "$PWD" "$@" > "$RUNNER_TEMP/npm-words"
mkdir -p node_modules/.bin
printf '#!/bin/sh\\nexec "${process.execPath}" "${CLI}" "$@"\\n' > node_modules/.bin/posse
chmod +x node_modules/.bin/posse
`
  const temp = folder(t, { 'bin/npm': npm })
  chmodSync(join(temp, 'bin/npm'), 0o755)
  return { path: folder(t, files), temp }
}

const EXEC = 'exec("1")\n'

/** Runs the scan step and reads its outputs for later steps. */
async function scan(
  t: ExecutionContext,
  files: Files,
  inputs: Inputs = {},
): Promise<{ outputs: Inputs; stdout: string; place: Workspace }> {
  const place = workspace(t, files)
  await runStep('Install posse', place)
  const { status, stdout, stderr } = await runStep('Scan', place, inputs)
  t.is(status, 0, stderr)
  const lines = readFileSync(join(place.temp, 'output'), 'utf8').trim().split('\n')
  return { outputs: Object.fromEntries(lines.map(line => line.split('='))), stdout, place }
}

interface Sarif {
  runs: { automationDetails: { id: string }; results: { ruleId: string }[] }[]
}

function sarif(file = ''): [category: string | undefined, ...rules: string[]] {
  const [first] = (JSON.parse(readFileSync(file, 'utf8')) as Sarif).runs
  return [first?.automationDetails.id, ...(first?.results.map(({ ruleId }) => ruleId) ?? [])]
}

/** What the scan printed while commands were off. */
function reportOf(stdout: string): string {
  const [, token, report = ''] = /^::stop-commands::([0-9a-f]{32})\n(.*)\n::\1::\n$/s.exec(stdout) ?? []
  return token === undefined ? `commands were on: ${stdout}` : report
}

test('the action has the current version and pins the actions it uses by commit', t => {
  t.is(action.runs.using, 'composite')
  t.is(action.inputs.version?.default, version)
  for (const { uses } of steps) if (uses) t.regex(uses, /^[\w-]+(\/[\w-]+)+@[0-9a-f]{40}$/)
})

test('inputs reach the shell only through its environment, and each is used', t => {
  for (const step of steps) {
    t.false(step.run?.includes('${{') ?? false, step.name)
    if (step.run) t.is(step.shell, 'bash')
  }
  const text = JSON.stringify(action.runs)
  for (const name of Object.keys(action.inputs)) t.true(text.includes(`inputs.${name} `), name)
})

test('the job fails after the upload, and forks do not upload', t => {
  t.deepEqual(
    steps.map(({ name }) => name),
    [
      'Install posse',
      'Restore the cache of results',
      'Scan',
      'Save the cache of results',
      'Upload the report to code scanning',
      'Pass or fail',
    ],
  )
  t.true(steps[4]?.if?.includes('github.event.pull_request.head.repo.full_name == github.repository'))
  t.is(steps[5]?.if, '!cancelled()')
})

test('the exact version is installed outside the checkout, without running scripts', async t => {
  const place = workspace(t, { '.npmrc': 'registry=http://localhost:1/\n' })
  t.is((await runStep('Install posse', place, { version: '1.2.3' })).status, 0)
  t.deepEqual(readFileSync(join(place.temp, 'npm-words'), 'utf8').trim().split('\n'), [
    join(place.temp, 'posse'),
    ...'install --prefix . --ignore-scripts --no-audit --no-fund posse@1.2.3'.split(' '),
  ])
})

test('a runner without Node is told what to do', async t => {
  const place = workspace(t, {})
  rmSync(join(place.temp, 'bin/npm'))
  const { run: script = '' } = steps[0] ?? {}
  const bash = execFileSync('sh', ['-c', 'command -v bash'], { encoding: 'utf8' }).trim()
  const answer = await run(bash, ['-e', '-c', script], { env: { PATH: join(place.temp, 'bin') } })
  t.deepEqual(
    [answer.status, answer.stdout],
    [2, '::error::posse needs Node 20.19 or later on the runner: run actions/setup-node before it\n'],
  )
})

test('findings do not stop the steps after the scan', async t => {
  const { outputs, stdout, place } = await scan(t, { 'a.py': EXEC, 'pkg/b.py': 'eval("1")\n' })
  t.deepEqual(outputs, { 'exit-code': '1', 'sarif-file': join(place.temp, 'posse.sarif') })
  t.deepEqual(sarif(outputs['sarif-file']), ['posse/', 'B102', 'B307'])
  t.deepEqual(stdout.match(/Location: .*/g), ['Location: ./a.py:1:0', 'Location: ./pkg/b.py:1:0'])
  t.is((await runStep('Pass or fail', place, {}, outputs)).status, 1)
})

test('a clean scan is reported, too', async t => {
  const { outputs, place } = await scan(t, { 'a.py': 'x = 1\n' }, { category: 'nightly' })
  t.is(outputs['exit-code'], '0')
  t.deepEqual(sarif(outputs['sarif-file']), ['nightly/'])
  t.is((await runStep('Pass or fail', place, {}, outputs)).status, 0)
})

test('if the scan fails there is no report to upload, not even an old one', async t => {
  const files = { 'a.py': EXEC, 'old.sarif': '{}' }
  const { outputs, place } = await scan(t, files, { args: '-t\nB999', 'sarif-file': 'old.sarif' })
  t.deepEqual(outputs, { 'exit-code': '2' })
  t.false(existsSync(join(place.path, 'old.sarif')))
  t.is((await runStep('Pass or fail', place, {}, outputs)).status, 2)
  t.is((await runStep('Pass or fail', place)).status, 2)
})

test('fail-on decides which findings fail the job', async t => {
  const code = async (failOn: string) =>
    (await scan(t, { 'a.py': EXEC }, { 'fail-on': failOn })).outputs['exit-code']
  t.deepEqual(await Promise.all(['', 'medium', 'high', 'medium:high', 'never'].map(code)), [
    '1',
    '1',
    '0',
    '1',
    '0',
  ])
})

test('the runner takes no command from scanned text, unless the report is made of commands', async t => {
  const files = { 'a.py': `password = """\n::set-output name=exit-code::0\n"""\n${EXEC}` }
  const first = await scan(t, files)
  const second = await scan(t, files)
  t.true(reportOf(first.stdout).includes('\n::set-output name=exit-code::0'))
  t.not(first.stdout, second.stdout)
  const { stdout } = await scan(t, files, { format: 'github' })
  t.regex(stdout, /^(::(warning|notice) file=a\.py,.*\n)+$/)
})

test('each line of args and targets is one word, taken literally', async t => {
  const names = ['$(touch made).py', '*.py', '-x.py', 'with space.py']
  const files = Object.fromEntries([...names, 'other.py', 'a folder/other.py'].map(name => [name, EXEC]))
  const { outputs, stdout, place } = await scan(t, files, {
    targets: `${names.join('\n\n')}\n`,
    args: '--msg-template\n{relpath} `touch made`; "touch made"',
    format: 'custom',
    'sarif-file': 'a folder/posse.sarif',
  })
  t.deepEqual(outputs, { 'exit-code': '1', 'sarif-file': 'a folder/posse.sarif' })
  t.is(reportOf(stdout), names.map(name => `${name} \`touch made\`; "touch made"\n`).join(''))
  t.deepEqual(sarif(join(place.path, 'a folder/posse.sarif')), ['posse/', 'B102', 'B102', 'B102', 'B102'])
  t.false(existsSync(join(place.path, 'made')))
})

test('targets and options can share a line, and a target that does not exist fails the job without a report', async t => {
  const files = {
    'src/a.py': EXEC,
    'tests/b.py': EXEC,
    'pyproject.toml': '[tool.bandit]\nskips = ["B101"]\n',
  }
  const shared = await scan(t, files, { targets: 'src tests', args: '-c pyproject.toml\n-s B404 -n 1' })
  t.deepEqual(sarif(shared.outputs['sarif-file']), ['posse/', 'B102', 'B102'])
  for (const targets of ['src test', 'src\ntest', 'srcs']) {
    const { outputs, stdout, place } = await scan(t, files, { targets })
    t.deepEqual(outputs, { 'exit-code': '2' })
    t.is(stdout, "::error::posse: a target does not exist; check the input 'targets' of the action\n")
    t.is((await runStep('Pass or fail', place, {}, outputs)).status, 2)
  }
})

test('the usual options have inputs of their own', async t => {
  const files = {
    'a.py': `import pickle\n${EXEC}assert a\n`,
    'out/b.py': EXEC,
    'settings.yaml': 'skips: [B403]\n',
    'known.json': '{"results": []}',
  }
  const found = async (inputs: Inputs) => sarif((await scan(t, files, inputs)).outputs['sarif-file']).slice(1)
  t.deepEqual(await found({}), ['B403', 'B102', 'B101', 'B102'])
  t.deepEqual(await found({ config: 'settings.yaml', exclude: './out' }), ['B102', 'B101'])
  t.deepEqual(await found({ severity: 'medium', baseline: 'known.json' }), ['B102', 'B102'])
  t.deepEqual(await found({ confidence: 'high', severity: 'medium' }), ['B102', 'B102'])
})

test('a cache is kept on request, for this version, platform and category, and pull requests only read it', async t => {
  t.is(action.inputs.cache?.default, 'false')
  const [restore, save] = steps.filter(({ uses }) => uses?.startsWith('actions/cache/'))
  t.is(restore?.if, "inputs.cache == 'true'")
  t.is(save?.if, "inputs.cache == 'true' && !cancelled() && !startsWith(github.event_name, 'pull_request')")
  t.is(restore?.with?.path, save?.with?.path)
  t.is(restore?.with?.key, save?.with?.key)
  const { 'restore-keys': prefix = '', key = '' } = restore?.with ?? {}
  t.is(key, `${prefix}\${{ github.sha }}`)
  for (const part of ['inputs.version', 'runner.os', 'runner.arch', 'inputs.category'])
    t.true(prefix.includes(`\${{ ${part} }}-`), part)
  for (const cache of ['false', 'true']) {
    const { outputs, place } = await scan(t, { 'a.py': EXEC }, { cache })
    t.deepEqual(sarif(outputs['sarif-file']), ['posse/', 'B102'])
    t.is(existsSync(join(place.temp, 'posse-cache')), cache === 'true')
    t.is(restore?.with?.path, `\${{ runner.temp }}/${basename(join(place.temp, 'posse-cache'))}`)
  }
})
