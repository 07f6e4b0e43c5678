import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { gitEnvironment, gitSettings } from '../src/git/environment.js'
import { gitIn } from '../src/git/program.js'
import { folder, posse, posseBaseline, report, run } from './posse.js'
import { cloneOf, repository, type ScratchRepository } from './repository.js'

/*
 * Repositories and environments that try to make git start a program, open a connection or write a file.
 */

const EXEC = 'exec("1")\n'
/** Settings that make it another repository, or that hold numbers and are read only beside a program. */
const NOT_TRIED =
  /^(core\.(worktree|repositoryformatversion|fsmonitorhookversion)|include(if)?\..*|extensions\..*)$/i
const CHANGES = [
  ['--since', 'HEAD'],
  ['--new-since', 'HEAD'],
  ['--new-since', 'HEAD', '--changed-lines'],
  ['--staged'],
  ['--staged', '--changed-lines'],
]

interface Trap {
  /** A program that leaves a trace when it is started. */
  program: string
  /** The arguments of each start. */
  starts: () => string[]
  forget: () => void
}

function trap(t: ExecutionContext): Trap {
  const path = folder(t)
  const program = join(path, 'trap')
  const trace = join(path, 'trace')
  writeFileSync(program, `#!/bin/sh\necho "started $*" >> '${trace}'\n`)
  chmodSync(program, 0o755)
  return {
    program,
    starts: () => (existsSync(trace) ? readFileSync(trace, 'utf8').split('\n') : []),
    forget: () => rmSync(trace, { force: true }),
  }
}

/** A setting as it is in a file. */
function settingOf(key: string, value: string): string {
  const [, section, name, variable] = /^(\w+)\.(?:(.+)\.)?(\w+)$/.exec(key) ?? []
  return `[${section}${name === undefined ? '' : ` "${name}"`}]\n\t${variable} = ${value}\n`
}

/** All files of a folder, with their times. */
function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map(name => `${name} ${statSync(join(path, name)).mtimeMs}`)
    .sort()
}

/** The outcome of everything that uses git. */
async function runAll(t: ExecutionContext, cwd: string, env: Record<string, string> = {}): Promise<void> {
  for (const args of [...CHANGES, ['-f', 'html']]) {
    const { status, stderr } = await posse(['-r', '.', '-q', ...args], { cwd, env })
    t.true(status === 0 || status === 1, `${args}: ${stderr}`)
  }
  const { status, stdout } = await posseBaseline(['-r', '.'], { cwd, env })
  t.true(status === 0 || status === 1, stdout)
}

/** Commits, staged files, changed files on disk, and one that has changed without a trace in its times. */
function busy(t: ExecutionContext): ScratchRepository {
  const scratch = repository(t)
  const { commit, git, path, write } = scratch
  const body = Array.from({ length: 30 }, (_, n) => `x${n} = ${n}\n`).join('')
  commit({
    'a.py': 'x = 1\n',
    'racy.py': 'x = 1\n',
    'old.py': body,
    '.gitattributes': '* filter=e diff=e merge=e\n',
  })
  // An HTML report links to it.
  git('config', 'remote.origin.url', 'https://github.com/o/r')
  commit({ 'b.py': EXEC })
  write({ 'staged.py': EXEC })
  renameSync(join(path, 'old.py'), join(path, 'new.py'))
  git('add', '--all')
  write({ 'a.py': EXEC, 'racy.py': 'x = 2\n', 'untracked.py': EXEC, 'new.py': `${body}${EXEC}` })
  return scratch
}

test('a folder with the files of a bare repository is no repository', async t => {
  const { program, starts } = trap(t)
  const { commit, git, path, write } = repository(t)
  const attack = `[core]\n\trepositoryFormatVersion = 0\n\tbare = false\n\tworktree = ..\n\tattributesFile = sub/attributes\n[filter "e"]\n\tclean = ${program}\n`
  write({ 'a.py': 'x = 1\n', 'sub/b.py': EXEC, 'sub/attributes': '* filter=e\n' })
  commit()
  for (const name of ['HEAD', 'objects', 'refs', 'index']) {
    cpSync(join(path, '.git', name), join(path, 'sub', name), { recursive: true })
  }
  writeFileSync(join(path, 'sub/config'), attack)
  write({ 'a.py': EXEC })
  const cwd = join(path, 'sub')
  const old = oldGit(t)
  for (const args of CHANGES) {
    const now = await posse(['-r', '.', ...args], { cwd })
    t.deepEqual(
      [now.status, now.stdout, now.stderr],
      [2, '', '[main]\tERROR\tthis is a bare repository, which has no files to scan\n'],
    )
    const before = await posse(['-r', '.', ...args], { cwd, env: old })
    t.deepEqual([before.status, before.stdout], [2, ''])
    t.regex(before.stderr, /sub is not the \.git of .*, so it is not used\n$/)
  }
  t.is((await posseBaseline(['-r', '.'], { cwd })).status, 2)
  t.is((await posseBaseline(['-r', '.'], { cwd, env: old })).status, 2)
  t.deepEqual(starts(), [])
  // The attack works where nothing is done against it.
  execFileSync('git', ['-c', 'safe.bareRepository=all', 'diff'], { cwd, stdio: 'ignore' })
  t.not(starts().length, 0)
  t.is(git('rev-parse', '--is-bare-repository'), 'false')
})

test('a repository that names another work tree, or is named by the environment for one, is not used', async t => {
  const { commit, git, path } = repository(t)
  commit({ 'a.py': EXEC })
  const elsewhere = folder(t, { 'a.py': EXEC })
  const env = { GIT_DIR: join(path, '.git'), GIT_WORK_TREE: elsewhere }
  const named = await posse(['-r', '.', '--since', 'HEAD'], { cwd: elsewhere, env })
  t.deepEqual([named.status, named.stdout], [2, ''])
  t.regex(named.stderr, /\.git is not the \.git of .*, so it is not used\n$/)
  const own = { GIT_DIR: '.git', GIT_WORK_TREE: path }
  t.is((await posse(['-r', '.', '--since', 'HEAD'], { cwd: path, env: own })).status, 0)
  git('config', 'core.worktree', elsewhere)
  t.is((await posse(['-r', '.', '--since', 'HEAD'], { cwd: path })).status, 2)
})

test('linked work trees, submodules and a repository elsewhere are found by the file .git', async t => {
  const inner = repository(t)
  inner.commit({ 'a.py': EXEC })
  const { git, commit, path } = repository(t)
  commit({ 'a.py': 'x = 1\n' })
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub')
  git('worktree', 'add', '--quiet', '-b', 'other', 'linked')
  const apart = repository(t)
  apart.commit({ 'a.py': EXEC })
  apart.git('init', '--quiet', '--separate-git-dir', join(folder(t), 'repository'))
  for (const cwd of [join(path, 'sub'), join(path, 'linked'), apart.path]) {
    appendFileSync(join(cwd, 'a.py'), 'eval("1")\n')
    const { results } = await report(['a.py', '--new-since', 'HEAD'], { cwd })
    t.deepEqual(
      results.map(each => each.test_id),
      ['B307'],
      cwd,
    )
  }
})

for (const kind of ['clean', 'process']) {
  test(`a ${kind} filter is not run, and what it would tell is said`, async t => {
    const { program, starts } = trap(t)
    const { commit, git, path, write } = repository(t)
    commit({ 'a.py': EXEC, 'b.py': EXEC, 'c.py': EXEC })
    writeFileSync(join(path, '.git/info/attributes'), 'a.py filter=e\nb.py filter=e\n')
    git('config', `filter.e.${kind}`, program)
    git('config', 'filter.e.required', 'true')
    write({ 'a.py': `x = 1\n${EXEC}eval("1")\n`, 'b.py': `${EXEC}x = 1\n`, 'c.py': 'x = 1\n' })
    const cwd = path
    const since = await report(['-r', '.', '--since', 'HEAD'], { cwd })
    t.deepEqual(
      since.results.map(each => `${each.test_id} ${each.filename}`),
      ['B102 ./a.py', 'B307 ./a.py', 'B102 ./b.py'],
    )
    t.true(
      since.stderr.endsWith(
        'WARNING\ta.py (and 1 more): taken as changed, because no filter is run (filter=e in .gitattributes)\n',
      ),
      since.stderr,
    )
    const added = await report(['-r', '.', '--new-since', 'HEAD', '--changed-lines'], { cwd })
    t.deepEqual(
      added.results.map(each => `${each.test_id} ${each.filename}:${each.line_number}`),
      ['B307 ./a.py:3'],
    )
    const clean = await report(['-r', 'c.py', '--since', 'HEAD'], { cwd })
    t.false(clean.stderr.includes('WARNING'))
    t.deepEqual(starts(), [])
    await run('git', ['diff'], { cwd })
    t.not(starts().length, 0)
  })
}

test('whatever program any setting of git names, none is started, and nothing is written', async t => {
  const { program, starts, forget } = trap(t)
  const { git, path } = busy(t)
  const keys = git('help', '--config')
    .split('\n')
    .map(key => key.replace(/<[a-z]+>/g, 'e').replace('*', 'e'))
    .filter(key => /^\w+(\..+)?\.\w+$/.test(key))
  keys.push('filter.e.process', 'core.fsmonitor', 'remote.e.vcs', 'include.path', 'fetch.bundleURI')
  const config = join(path, '.git/config')
  const own = readFileSync(config, 'utf8')
  const check = 'git diff-index --cached --raw HEAD && git ls-files --others && git check-attr filter -- a.py'
  const tried = keys.filter(key => !NOT_TRIED.test(key))
  /** What git says of the first of these settings. */
  const errorOf = async (count: number) => {
    writeFileSync(
      config,
      own +
        tried
          .slice(0, count)
          .map(key => settingOf(key, program))
          .join(''),
    )
    const { status, stderr } = await run('/bin/sh', ['-c', check], { cwd: path })
    return status === 0 ? undefined : stderr
  }
  // Git refuses programs for numbers and truth values, whoever runs it.
  for (;;) {
    const error = await errorOf(tried.length)
    if (error === undefined) break
    const named = /(?:for|variable) '([^']+)'/.exec(error)?.[1]
    let at = tried.findIndex(key => key.toLowerCase() === named?.toLowerCase())
    if (at < 0) {
      let accepted = 0
      at = tried.length - 1
      while (accepted < at) {
        const middle = Math.floor((accepted + at) / 2)
        if (await errorOf(middle + 1)) at = middle
        else accepted = middle + 1
      }
    }
    tried.splice(at, 1)
  }
  for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'diff.external', 'filter.e.clean']) {
    t.true(tried.includes(key), key)
  }
  forget()
  const hooks = readdirSync(join(path, '.git/hooks'))
  for (const hook of hooks) {
    rmSync(join(path, '.git/hooks', hook))
    cpSync(program, join(path, '.git/hooks', hook.replace('.sample', '')))
  }
  t.not(hooks.length, 0)
  const before = filesOf(path)
  await runAll(t, path)
  t.deepEqual(filesOf(path), before)
  t.deepEqual(starts(), [])
  await run('git', ['diff-index', '--patch', 'HEAD'], { cwd: path })
  t.not(starts().length, 0)
})

test('settings of the user run no program and write no file either', async t => {
  const { program, starts } = trap(t)
  const { path } = busy(t)
  const home = folder(t, { attributes: '* filter=e diff=e\n' })
  const output = join(home, 'trace')
  writeFileSync(
    join(home, '.gitconfig'),
    `[core]\n\tfsmonitor = ${program}\n\tattributesFile = ${home}/attributes\n\tpager = ${program}\n
     [filter "e"]\n\tclean = ${program}\n\tsmudge = ${program}\n[diff]\n\texternal = ${program}\n
     [diff "e"]\n\ttextconv = ${program}\n\tcommand = ${program}\n[safe]\n\tbareRepository = all\n
     [trace2]\n\tnormalTarget = ${output}\n\teventTarget = ${output}\n\tperfTarget = ${output}\n`,
  )
  const before = [...filesOf(path), ...filesOf(home)]
  await runAll(t, path, { HOME: home, XDG_CONFIG_HOME: join(home, 'none') })
  t.deepEqual([...filesOf(path), ...filesOf(home)], before)
  t.deepEqual(starts(), [])
})

test('settings of git that cannot be read are told as an error of git', async t => {
  const { path } = busy(t)
  const fails = async (env: Record<string, string>) => {
    const { stderr, status } = await posse(['check', '--since', 'HEAD'], { cwd: path, env })
    t.is(status, 2)
    return stderr
  }
  writeFileSync(join(path, 'broken'), '[broken\n')
  t.regex(
    await fails({ GIT_CONFIG_GLOBAL: join(path, 'broken') }),
    /^posse check: error: git: bad config line 1 in file .*broken\n$/,
  )
  t.regex(await fails({ GIT_CONFIG_GLOBAL: path }), /^posse check: error: git: .*config.*\n$/)
})

test('a count of settings in the environment may be anything', async t => {
  const { commit, path } = repository(t)
  commit({ 'a.py': 'x = 1\n' })
  for (const GIT_CONFIG_COUNT of ['1e99', '-1', 'x', '']) {
    const { stderr, status } = await posse(['check', '--since', 'HEAD', '--exit-zero'], {
      cwd: path,
      env: { GIT_CONFIG_COUNT },
    })
    t.deepEqual([stderr, status], ['', 0], GIT_CONFIG_COUNT)
  }
})

test('variables of the environment run no program, write no file, and change nothing that is read', async t => {
  const { program, starts } = trap(t)
  const { path } = busy(t)
  const elsewhere = folder(t)
  const output = join(elsewhere, 'trace')
  const programs = [
    'EXTERNAL_DIFF',
    'SSH',
    'SSH_COMMAND',
    'PROXY_COMMAND',
    'PAGER',
    'EDITOR',
    'SEQUENCE_EDITOR',
    'ASKPASS',
  ]
  const traces = [
    '',
    '_CURL',
    '_FSMONITOR',
    '_PACKET',
    '_PACKFILE',
    '_PACK_ACCESS',
    '_PERFORMANCE',
    '_REFS',
    '_SETUP',
    '_SHALLOW',
  ]
  const settings = ['filter.e.clean', 'core.fsmonitor', 'diff.external', 'diff.e.textconv', 'diff.e.command']
  const env = {
    ...Object.fromEntries(programs.map(name => [`GIT_${name}`, program])),
    ...Object.fromEntries([...traces.map(name => `GIT_TRACE${name}`)].map(name => [name, output])),
    ...Object.fromEntries(['', '_EVENT', '_PERF'].map(name => [`GIT_TRACE2${name}`, output])),
    GIT_REDIRECT_STDERR: output,
    PAGER: program,
    SSH_ASKPASS: program,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap((key, at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, program],
      ]),
    ),
    GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${program}'`,
    GIT_OBJECT_DIRECTORY: elsewhere,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: elsewhere,
    GIT_COMMON_DIR: elsewhere,
    GIT_EXEC_PATH: elsewhere,
    GIT_TEMPLATE_DIR: elsewhere,
    GIT_SHALLOW_FILE: output,
    GIT_GRAFT_FILE: output,
    GIT_NAMESPACE: 'x',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_DIFF_OPTS: '--unified=5',
    GIT_ALLOW_PROTOCOL: 'ext:file',
    GIT_NO_LAZY_FETCH: '0',
  }
  const plain = await posse(['-r', '.', '--new-since', 'HEAD', '--changed-lines'], { cwd: path })
  const before = filesOf(path)
  await runAll(t, path, env)
  const same = await posse(['-r', '.', '--new-since', 'HEAD', '--changed-lines'], { cwd: path, env })
  t.deepEqual(same, plain)
  t.deepEqual(filesOf(path), before)
  t.deepEqual(filesOf(elsewhere), [])
  t.deepEqual(starts(), [])
})

test('of the environment, git sees what it must and what says whom to trust', t => {
  const env = {
    HOME: '/home/me',
    PATH: ['/bin', '', '.', 'bin', '/usr/bin'].join(delimiter),
    LD_PRELOAD: '/x',
    SECRET: 'x',
    GIT_SSH: 'x',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: 'x',
    GIT_CONFIG_KEY_1: 'safe.directory',
    GIT_CONFIG_VALUE_1: '*',
  }
  const { HOME, PATH, ...fixed } = gitEnvironment(env, false)
  t.deepEqual([HOME, PATH], ['/home/me', `/bin${delimiter}/usr/bin`])
  t.deepEqual(
    Object.keys(fixed),
    Object.keys(gitEnvironment({}, false)).filter(name => name !== 'PATH'),
  )
  t.deepEqual(gitSettings(env).slice(gitSettings({}).length), ['-c', 'safe.directory=*'])
})

const FETCHERS: [name: string, settings: (program: string) => string][] = [
  ['ssh', program => `url = ssh://x/y\n[core]\n\tsshCommand = ${program}`],
  ['upload-pack', program => `uploadpack = ${program}\n[protocol "file"]\n\tallow = always`],
  [
    'ext',
    program => `url = ext::${program}\n[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always`,
  ],
  ['git', program => `url = git://x/y\n[core]\n\tgitProxy = ${program}`],
  ['vcs', () => 'vcs = trap\n[protocol "trap"]\n\tallow = always'],
  ['bundle', () => 'url = http://127.0.0.1:9/\n[fetch]\n\tbundleURI = http://127.0.0.1:9/bundle'],
]

for (const [name, settings] of FETCHERS) {
  test(`a missing object of a partial clone is not fetched: ${name}`, async t => {
    const { program, starts } = trap(t)
    const origin = repository(t)
    origin.git('config', 'uploadpack.allowFilter', 'true')
    origin.commit({ 'a.py': EXEC })
    origin.commit({ 'a.py': 'x = 1\n' })
    const { git, path } = cloneOf(t, origin, '--filter=blob:none')
    if (settings('').includes('url =')) git('config', '--unset-all', 'remote.origin.url')
    appendFileSync(join(path, '.git/config'), `[remote "origin"]\n\t${settings(program)}\n`)
    cpSync(program, join(program, '../git-remote-trap'))
    writeFileSync(join(path, 'a.py'), 'x = 2\n')
    const old = oldGit(t, join(program, '..'))
    const before = filesOf(path)
    for (const env of [{}, old]) {
      const { status, stderr } = await posse(['-r', '.', '--new-since', 'HEAD~1'], { cwd: path, env })
      t.is(status, 2)
      t.regex(stderr, /lacks objects, because this clone is partial: fetch them first \(git fetch .*\)\n$/)
      t.is((await posse(['-r', '.', '--since', 'HEAD~1'], { cwd: path, env })).status, 0)
      const baseline = await posseBaseline(['-r', '.'], { cwd: path, env })
      t.is(baseline.status, 2)
      t.regex(baseline.stdout, /lacks objects, because this clone is partial/)
    }
    t.deepEqual(filesOf(path), before)
    t.deepEqual(starts(), [])
    if (name === 'git' || name === 'bundle') return
    await run('git', ['cat-file', '-p', 'HEAD~1:a.py'], { cwd: path, env: { PATH: String(old.PATH) } })
    t.not(starts().length, 0)
  })
}

test('settings of a submodule run no program', async t => {
  const { program, starts } = trap(t)
  const inner = repository(t)
  inner.commit({ 'a.py': EXEC })
  inner.commit({ 'a.py': 'x = 3\n' })
  const { commit, git, path } = repository(t)
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub')
  commit()
  commit()
  appendFileSync(
    join(path, '.git/modules/sub/config'),
    `[core]\n\tfsmonitor = ${program}\n\tattributesFile = ../all\n[filter "e"]\n\tclean = ${program}\n`,
  )
  writeFileSync(join(path, '.git/modules/all'), '* filter=e\n')
  writeFileSync(join(path, 'sub/a.py'), 'x = 1\n')
  await runAll(t, path)
  await runAll(t, join(path, 'sub'))
  t.deepEqual(starts(), [])
})

test('a submodule that is checked out at another commit is told', async t => {
  const inner = repository(t)
  inner.commit({ 'a.py': EXEC })
  const { commit, git, path } = repository(t)
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub')
  commit()
  const since = () => report(['-r', '.', '--since', 'HEAD'], { cwd: path })
  t.false((await since()).stderr.includes('submodule'))
  const other = git(
    '-C',
    'sub',
    '-c',
    'user.name=x',
    '-c',
    'user.email=x',
    'commit',
    '--allow-empty',
    '-qm',
    'x',
  )
  t.is(other, '')
  t.true((await since()).stderr.includes('sub: skipped a changed submodule'))
})

test('a folder that was replaced by a link is not followed', async t => {
  const { commit, findings, path } = repository(t)
  const base = commit({ 'pkg/a.py': 'x = 1\n' })
  const elsewhere = folder(t, { 'a.py': EXEC })
  rmSync(join(path, 'pkg'), { recursive: true })
  symlinkSync(elsewhere, join(path, 'pkg'))
  t.deepEqual(await findings('--since', base), [])
})

test('a file that has changed within the tick of the index is changed', async t => {
  const { commit, findings, git, path, write } = repository(t)
  commit({ 'a.py': 'eval("1")\n' })
  const { atime, mtime } = statSync(join(path, 'a.py'))
  git('add', 'a.py')
  write({ 'a.py': `${EXEC}` })
  utimesSync(join(path, 'a.py'), atime, mtime)
  utimesSync(join(path, '.git/index'), atime, mtime)
  t.deepEqual(await findings('--since', 'HEAD'), ['B102 a.py:1'])
})

test('a rename that only the disk knows is one', async t => {
  const body = Array.from({ length: 20 }, (_, n) => `x${n} = ${n}\n`).join('')
  const { commit, findings, git, path, write } = repository(t)
  commit({ 'old.py': `${EXEC}${body}` })
  renameSync(join(path, 'old.py'), join(path, 'new.py'))
  write({ 'new.py': `${EXEC}${body}eval("1")\n` })
  t.deepEqual(await findings('--new-since', 'HEAD'), ['B102 new.py:1', 'B307 new.py:22'])
  git('add', '--intent-to-add', 'new.py')
  t.deepEqual(await findings('--new-since', 'HEAD'), ['B307 new.py:22'])
  git('add', 'new.py')
  t.deepEqual(await findings('--new-since', 'HEAD', '--changed-lines'), ['B307 new.py:22'])
})

test('a call of git that takes too long, or prints too much, is stopped', async t => {
  const bin = folder(t, { git: '#!/bin/sh\n[ "$GIT_DIR" = loud ] && yes\nsleep 5 & sleep 5\n' })
  chmodSync(join(bin, 'git'), 0o755)
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
  const slow = gitIn(bin, env, { seconds: 0.2, bytes: 1000 }).run(['ls-files'])
  await t.throwsAsync(slow, { message: 'git ls-files took longer than 0.2 seconds and was stopped' })
  const loud = gitIn(bin, { ...env, GIT_DIR: 'loud' }, { seconds: 60, bytes: 1000 }).run(['ls-files'])
  await t.throwsAsync(loud, { message: 'git ls-files printed more than 1000 bytes' })
})

test('git is not looked for in the scanned tree', async t => {
  const { program, starts } = trap(t)
  const { commit, path } = repository(t)
  commit({ 'a.py': EXEC })
  cpSync(program, join(path, 'git'))
  const env = { PATH: ['', '.', process.env.PATH].join(delimiter) }
  t.is((await posse(['-r', '.', '--since', 'HEAD'], { cwd: path, env })).status, 0)
  t.deepEqual(starts(), [])
})

/** A git before version 2.38: it knows none of the safe ways. More programs may be found in this folder. */
function oldGit(t: ExecutionContext, programs = '/none'): Record<string, string> {
  const bin = folder(t)
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh
unset GIT_NO_LAZY_FETCH
for argument; do
  shift
  [ "$argument" = safe.bareRepository=explicit ] && argument=x.y=z
  set -- "$@" "$argument"
done
exec '${real}' "$@"
`,
  )
  chmodSync(join(bin, 'git'), 0o755)
  mkdirSync(join(bin, 'x'))
  return { PATH: [bin, programs, process.env.PATH].join(delimiter) }
}
