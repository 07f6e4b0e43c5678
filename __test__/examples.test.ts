import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { parse } from 'yaml'
import { CLI, folder, posse, type Run, run } from './posse.js'

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url))
const WORKFLOWS = fileURLToPath(new URL('../.github/workflows', import.meta.url))
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** Files for all of the four parts, with findings of each severity. */
const FILES = {
  'a.py': 'exec(a)\n',
  'app/b.py': 'import subprocess\nsubprocess.call(b, shell=True)\n',
  'app/c d.py': 'assert c\n',
  'app/e.py': 'eval(e)  # nosec\n',
  'broken.py': '(',
  'f.py': 'password = "secret"\n',
}

/** A GitHub Actions expression. */
const expression = (name: string) => `$\{{ ${name} }}`

const read = (...path: string[]) => readFileSync(join(...path), 'utf8')

/** Runs a step as CI does, with our build as `npx posse@VERSION`. */
async function step(t: ExecutionContext, script: string, cwd: string, env = {}): Promise<Run> {
  const bin = folder(t, {
    npx: `#!/bin/sh\n[ "$1 $2" = "--yes posse@${version}" ] || exit 99\nshift 2\nexec "$NODE" "$CLI" "$@"\n`,
  })
  chmodSync(join(bin, 'npx'), 0o755)
  const PATH = `${bin}${delimiter}${process.env.PATH}`
  return run('bash', ['-e', '-c', script], { cwd, env: { PATH, NODE: process.execPath, CLI, ...env } })
}

test('GitHub: the steps of all jobs produce the same report as a single run', async t => {
  const { jobs } = parse(read(EXAMPLES, 'github-actions/posse-shards.yml'))
  const { scan, report } = jobs
  t.deepEqual(scan.strategy.matrix.part, [1, 2, 3, 4])
  t.is(report.needs, 'scan')
  const cwd = folder(t, FILES)
  const whole = folder(t, FILES)
  const env = { GITHUB_WORKSPACE: '', GITHUB_STEP_SUMMARY: '' }
  const [scanning] = scan.steps.flatMap(({ run = '' }) => run || [])
  const upload = scan.steps.find(({ uses = '' }) => uses.startsWith('actions/upload-artifact@')).with
  for (const part of scan.strategy.matrix.part) {
    t.deepEqual(scan.env, { PART: expression('matrix.part'), PARTS: expression('strategy.job-total') })
    const { status, stderr } = await step(t, scanning, cwd, { ...env, PART: String(part), PARTS: '4' })
    t.is(status, 0, stderr)
    const [name, path] = [upload.name, upload.path].map(text => text.replace(expression('matrix.part'), part))
    mkdirSync(join(cwd, 'parts', name), { recursive: true })
    renameSync(join(cwd, path), join(cwd, 'parts', name, path))
  }
  const download = report.steps.find(({ uses = '' }) => uses.startsWith('actions/download-artifact@')).with
  t.deepEqual(download, { pattern: 'posse-*', path: 'parts' })
  const [merging] = report.steps.flatMap(({ run = '' }) => run || [])
  const merged = await step(t, merging, cwd, env)
  const words = ['-r', '.', '-f', 'sarif', '-o', 'posse.sarif', '--also', 'github', '--fail-on', 'medium']
  const expected = await posse(words, { cwd: whole, env })
  t.is(merged.status, 1, merged.stderr)
  t.is(expected.status, 1)
  t.is(merged.stdout, expected.stdout)
  t.is(read(cwd, 'posse.sarif'), read(whole, 'posse.sarif'))
})

test('GitHub: every action is pinned to the same commit as in our own workflows and action', t => {
  const pins = (text: string) => text.matchAll(/uses: ([\w./-]+)@(.*)/g)
  const texts = [
    ...readdirSync(WORKFLOWS).map(name => read(WORKFLOWS, name)),
    read(EXAMPLES, '../action.yml'),
  ]
  const ours = texts.flatMap(text => [...pins(text)])
  const known = new Map(ours.map(([, action = '', pin]) => [action, pin]))
  const used = [...pins(read(EXAMPLES, 'github-actions/posse-shards.yml'))]
  t.true(used.length >= 6)
  for (const [, action = '', pin = ''] of used) {
    t.regex(pin, /^[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    t.is(known.get(action), pin, action)
  }
})

test('GitLab: the scripts of all jobs produce the same report as a single run', async t => {
  const pipeline = parse(read(EXAMPLES, 'gitlab/.gitlab-ci.yml'))
  const { posse: scan, 'posse-report': report, variables } = pipeline
  t.is(scan.parallel, 4)
  t.deepEqual(report.needs, ['posse'])
  const cwd = folder(t, FILES)
  const whole = folder(t, FILES)
  for (let index = 1; index <= scan.parallel; index++) {
    const env = { ...variables, CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(scan.parallel) }
    const { status, stderr } = await step(t, scan.script.join('\n'), cwd, env)
    t.is(status, 0, stderr)
  }
  t.deepEqual(scan.artifacts.paths, ['parts/'])
  t.is(readdirSync(join(cwd, 'parts')).length, 4)
  const merged = await step(t, report.script.join('\n'), cwd, variables)
  const { sast, codequality } = report.artifacts.reports
  const also = ['--also', `gitlab=${sast}`, '--also', `codequality=${codequality}`]
  const expected = await posse(['-r', '.', '--fail-on', 'medium', ...also], { cwd: whole })
  t.is(merged.status, 1, merged.stderr)
  t.is(merged.stdout, expected.stdout)
  for (const name of [sast, codequality]) t.is(read(cwd, name), read(whole, name))
})

/** A fake of Bazel's API for rules. Prints the action that the rule registers for the given attributes. */
const BAZEL = `
import json, sys
class Struct:
    def __init__(self, **fields): self.__dict__.update(fields)
class Args(list):
    def use_param_file(self, form, use_always): self.form = form
    def set_param_file_format(self, form): self.lines = form
    def add(self, *words): self.extend(words)
    def add_all(self, words): self.extend(words)
def declare_attribute(**_): pass
names = {"rule": lambda **fields: Struct(**fields), "DefaultInfo": Struct, "depset": list,
         "attr": Struct(label_list=declare_attribute, label=declare_attribute, string=declare_attribute)}
bzl, given = sys.argv[1], json.loads(sys.argv[2])
exec(open(bzl).read(), names)
actions = []
ctx = Struct(label=Struct(name=given["name"]), attr=Struct(format=given["format"], fail_on=given["fail_on"]),
             file=Struct(config=given["config"]), executable=Struct(posse="posse"),
             files=Struct(srcs=given["srcs"], config=[given["config"]] if given["config"] else []),
             actions=Struct(args=Args, declare_file=lambda name: "bazel-out/bin/app/" + name,
                            run=lambda **fields: actions.append(fields)))
info = names["posse_report"].implementation(ctx)
[action] = actions
[args] = action["arguments"]
print(json.dumps({"args": args, "form": args.form, "lines": args.lines, "env": action["env"],
                  "inputs": action["inputs"], "outputs": action["outputs"], "made": info[0].files}))
`

interface Action {
  args: string[]
  form: string
  lines: string
  env: Record<string, string>
  inputs: string[]
  outputs: string[]
  made: string[]
}

async function action(t: ExecutionContext, given: object): Promise<Action> {
  const bzl = join(EXAMPLES, 'bazel/tools/posse/posse.bzl')
  const { stdout, stderr } = await run('python3', ['-c', BAZEL, bzl, JSON.stringify(given)], {})
  t.is(stderr, '')
  return JSON.parse(stdout)
}

test('Bazel: the action of the rule writes a report of its files, using a params file', async t => {
  const srcs = ['app/c d.py', 'app/b.py', 'app/.git/g.py']
  const given = { name: 'gate', format: 'sarif', fail_on: 'high', config: 'c.toml', srcs }
  const { args, form, lines, env, inputs, outputs, made } = await action(t, given)
  t.deepEqual([form, lines], ['@%s', 'multiline'])
  t.deepEqual(inputs, [...srcs, 'c.toml'])
  t.deepEqual(outputs, ['bazel-out/bin/app/gate.sarif'])
  t.deepEqual(made, outputs)
  t.deepEqual(env, { BAZEL_BINDIR: '.', SOURCE_DATE_EPOCH: '0' })

  const config = '[tool.bandit]\nskips = ["B404"]\n'
  const cwd = folder(t, { ...FILES, 'app/.git/g.py': 'exec(g)\n', 'c.toml': config })
  const [report = ''] = outputs
  mkdirSync(join(cwd, dirname(report)), { recursive: true })
  writeFileSync(join(cwd, 'gate.params'), args.map(word => `${word}\n`).join(''))
  const { status, stdout, stderr } = await posse([form.replace('%s', 'gate.params')], { cwd, env })
  t.deepEqual([status, stdout, stderr], [1, '', ''])
  const text = read(cwd, report)
  t.false(text.includes(cwd))
  const results: {
    ruleId: string
    locations: { physicalLocation: { artifactLocation: { uri: string } } }[]
  }[] = JSON.parse(text).runs[0].results
  t.deepEqual(
    results.map(({ ruleId, locations: [at] }) => `${ruleId} ${at?.physicalLocation.artifactLocation.uri}`),
    ['B102 app/.git/g.py', 'B602 app/b.py', 'B101 app/c%20d.py'],
  )
})

test('Bazel: without fail_on, findings do not fail the build', async t => {
  const { args } = await action(t, { name: 'x', format: 'txt', fail_on: '', config: null, srcs: ['a.py'] })
  t.deepEqual(args, [
    '--no-discovery',
    '--quiet',
    '--format',
    'txt',
    '--output',
    'bazel-out/bin/app/x.txt',
    '--exit-zero',
    '--',
    'a.py',
  ])
})
