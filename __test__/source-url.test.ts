import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { format, type Options, scan, UserError } from '../src/api.js'
import { gitIn } from '../src/git/program.js'
import { silent } from '../src/log.js'
import { repositoryPaths } from '../src/plan/repository-paths.js'
import { isSourceAddress } from '../src/plan/source-address.js'
import { sourceHost } from '../src/plan/source-host.js'
import { folder, posse, posseBaseline } from './posse.js'
import { repository, type ScratchRepository } from './repository.js'

const EXEC = 'exec(\n  "1")\n'

/** The links of an HTML report to the source, each as `TEXT ADDRESS`. */
const linksIn = (html: string) =>
  [...html.matchAll(/<a class="source" href="([^"]*)">([^<]*)<\/a>/g)].map(
    ([, address, text]) => `${text} ${address}`,
  )

async function linksOf(args: readonly string[], cwd: string): Promise<string[]> {
  const { status, stdout, stderr } = await posse(['-q', '-f', 'html', ...args], { cwd })
  if (status !== 1) throw new Error(stderr)
  return linksIn(stdout)
}

/** The link of line 1 of a file, by the remote or the given address. */
async function linkTo(
  path: string,
  given: string | undefined,
  name = 'src/a.py',
): Promise<string | undefined> {
  const host = { cwd: path, env: process.env, git: gitIn(path, process.env) }
  const source = await sourceHost(given, repositoryPaths(path, process.env), host, silent)
  const link = source?.linkTo(name, 1, 2)
  return link && `${source?.name} ${link}`
}

function withRemote(t: ExecutionContext, remote: string): ScratchRepository & { head: string } {
  const scratch = repository(t)
  const head = scratch.commit({ 'src/a.py': EXEC })
  scratch.git('config', 'remote.origin.url', remote)
  return { ...scratch, head }
}

test.serial('findings link to the lines in the current commit on the host of the remote', async t => {
  const { path, head } = withRemote(t, 'git@github.com:owner/repo.git')
  t.deepEqual(await linksOf(['-r', '.'], path), [
    `GitHub https://github.com/owner/repo/blob/${head}/src/a.py#L1-L2`,
  ])
  t.deepEqual(await linksOf(['a.py'], join(path, 'src')), [
    `GitHub https://github.com/owner/repo/blob/${head}/src/a.py#L1-L2`,
  ])
  t.deepEqual(await linksOf(['-r', path], folder(t)), [])
  t.deepEqual(await linksOf(['-r', '.', '--source-url', 'none'], path), [])
})

test.serial('remotes of all forms are understood, and their credentials are never shown', async t => {
  const { path, git, head } = withRemote(t, '')
  const github = `GitHub https://github.com/o/r/blob/${head}/src/a.py#L1-L2`
  const gitlab = `GitLab https://gitlab.com/g/sub/r/-/blob/${head}/src/a.py#L1-2`
  const bitbucket = `Bitbucket https://bitbucket.org/o/r/src/${head}/src/a.py#lines-1:2`
  for (const [remote, expected] of [
    ['https://github.com/o/r', github],
    ['https://github.com/o/r.git/', github],
    ['https://user:s3cret@github.com/o/r.git', github],
    ['https://s3cret@github.com/o/r', github],
    ['https://us@er:s3cret@github.com:443/o/r', github],
    ['http://www.github.com/o/r', github],
    ['git://github.com/o/r.git', github],
    ['ssh://git@github.com/o/r.git', github],
    ['ssh://git@ssh.github.com:443/o/r.git', github],
    ['git@GitHub.com:o/r.git', github],
    ['github.com:o/r', github],
    ['https://oauth2:s3cret@gitlab.com/g/sub/r.git', gitlab],
    ['git@gitlab.com:g/sub/r.git', gitlab],
    ['git@bitbucket.org:o/r.git', bitbucket],
    ['https://x-token-auth:s3cret@bitbucket.org/o/r', bitbucket],
  ] as const) {
    git('config', 'remote.origin.url', remote)
    t.is(await linkTo(path, undefined), expected, remote)
  }
})

test.serial('no other remote is linked', async t => {
  const { path, git } = withRemote(t, '')
  for (const remote of [
    '',
    '/srv/github.com/o/r.git',
    'file:///github.com/o/r',
    'javascript:alert(1)//github.com/o/r',
    'data:text/html,github.com/o/r',
    'https://github.com.evil.example/o/r',
    'https://evil.example/github.com/o/r',
    'https://evil.example#@github.com/o/r',
    'https://evil.example?@github.com/o/r',
    'https://gitlab.evil.example/o/r',
    'https://github.com/o',
    'https://github.com/o/../r',
    'https://github.com/o/r?x=y',
    'https://github.com/o/r#x',
    'https://github.com/o/"><script>alert(1)</script>',
    'https://github.com/o/r%22onclick',
    'https://github.com/o/r\nhttps://github.com/o/r',
    'ext::sh -c touch% trace',
    '-oProxyCommand=touch trace',
  ]) {
    git('config', 'remote.origin.url', remote)
    t.is(await linkTo(path, undefined), undefined, remote)
  }
  t.false(existsSync(join(path, 'trace')))
})

test.serial('the only remote counts, whatever its name; of several, origin', async t => {
  const { path, git, head } = withRemote(t, 'https://github.com/o/r')
  git('config', 'remote.fork.url', 'https://github.com/me/r')
  t.is(await linkTo(path, undefined), `GitHub https://github.com/o/r/blob/${head}/src/a.py#L1-L2`)
  git('config', '--unset', 'remote.origin.url')
  t.is(await linkTo(path, undefined), `GitHub https://github.com/me/r/blob/${head}/src/a.py#L1-L2`)
  git('config', 'remote.other.url', 'https://github.com/you/r')
  t.is(await linkTo(path, undefined), undefined)
})

test.serial('only files that are the same in the commit are linked to it', async t => {
  const { path, write, commit, git } = withRemote(t, 'https://github.com/o/r')
  const head = commit({ 'a b/#1?.py': EXEC, 'edited.py': EXEC })
  write({ 'edited.py': `\n${EXEC}`, 'new.py': EXEC })
  t.deepEqual(await linksOf(['-r', '.'], path), [
    `GitHub https://github.com/o/r/blob/${head}/a%20b/%231%3F.py#L1-L2`,
    `GitHub https://github.com/o/r/blob/${head}/src/a.py#L1-L2`,
  ])
  const outside = folder(t, { 'edited.py': EXEC })
  mkdirSync(join(path, 'vendored'))
  writeFileSync(join(path, 'vendored', 'a.py'), EXEC)
  git('init', '--quiet', 'vendored')
  t.is(await linkTo(path, undefined, join(outside, 'edited.py')), undefined)
  t.is(await linkTo(path, undefined, 'vendored/a.py'), undefined)
  t.is(await linkTo(path, undefined, '<stdin>'), undefined)
})

test.serial(
  'outside of a repository, before the first commit and without git, nothing is linked',
  async t => {
    t.deepEqual(await linksOf(['a.py'], folder(t, { 'a.py': EXEC })), [])
    const { path, write, git } = repository(t)
    write({ 'a.py': EXEC })
    git('config', 'remote.origin.url', 'https://github.com/o/r')
    t.deepEqual(await linksOf(['a.py'], path), [])
    const { stdout, stderr, status } = await posse(['-f', 'html', '-q', 'a.py'], {
      cwd: path,
      env: { PATH: '' },
    })
    t.deepEqual([linksIn(stdout), stderr, status], [[], '', 1])
  },
)

test.serial('--source-url takes a repository, a folder or a template', async t => {
  const { path, head } = withRemote(t, 'git@github.com:owner/repo.git')
  const link = async (given: string) => (await linkTo(path, given))?.replace(head, 'HEAD-COMMIT')
  for (const [given, expected] of [
    ['https://github.com/o/r', 'GitHub https://github.com/o/r/blob/HEAD-COMMIT/src/a.py#L1-L2'],
    ['https://github.com/o/src/', 'GitHub https://github.com/o/src/blob/HEAD-COMMIT/src/a.py#L1-L2'],
    [
      'https://ghe.github.example.com/o/r.git',
      'GitHub https://ghe.github.example.com/o/r/blob/HEAD-COMMIT/src/a.py#L1-L2',
    ],
    [
      'https://gitlab.example.com/g/s/r',
      'GitLab https://gitlab.example.com/g/s/r/-/blob/HEAD-COMMIT/src/a.py#L1-2',
    ],
    [
      'https://ci:s3cret@gitlab.example.com/g/r.git',
      'GitLab https://gitlab.example.com/g/r/-/blob/HEAD-COMMIT/src/a.py#L1-2',
    ],
    ['https://bitbucket.org/o/r', 'Bitbucket https://bitbucket.org/o/r/src/HEAD-COMMIT/src/a.py#lines-1:2'],
    ['https://github.com/o/r/blob/main', 'GitHub https://github.com/o/r/blob/main/src/a.py#L1-L2'],
    ['https://github.com/o/r/tree/v1/lib/', 'GitHub https://github.com/o/r/tree/v1/lib/src/a.py#L1-L2'],
    [
      'https://gitlab.example.com/g/r/-/blob/main',
      'GitLab https://gitlab.example.com/g/r/-/blob/main/src/a.py#L1-2',
    ],
    ['https://code.example.com/browse', 'Source https://code.example.com/browse/src/a.py#L1'],
    [
      'http://localhost:8080/?f={path}&from={line}&to={end_line}&at={commit}',
      'Source http://localhost:8080/?f=src/a.py&from=1&to=2&at=HEAD-COMMIT',
    ],
  ] as const)
    t.is(await link(given), expected, given)
  const plain = folder(t, { 'src/a.py': EXEC })
  t.is(
    await linkTo(plain, 'https://github.com/o/r'),
    'GitHub https://github.com/o/r/blob/HEAD/src/a.py#L1-L2',
  )
  t.is(await linkTo(plain, 'https://github.com/o/r', '../a.py'), undefined)
  t.is(await linkTo(plain, 'https://github.com/o/r', '<stdin>'), undefined)
})

test.serial('a name of a file cannot change where a link leads', async t => {
  const { path } = withRemote(t, '')
  const link = await linkTo(
    path,
    'https://example.com/{path}?line={line}',
    'src/{commit}?#"&<\u202e\udc80\\..py',
  )
  t.is(link, 'Source https://example.com/src/%7Bcommit%7D%3F%23%22%26%3C%E2%80%AE%80%5C..py?line=1')
})

test.serial('only addresses of the web are accepted', async t => {
  for (const wrong of [
    '',
    'github.com/o/r',
    'javascript:alert(1)',
    'ftp://example.com/',
    'https://',
    'https://{path}/',
    'https://a{line}.example.com/',
    'https://example.com/{file}',
    'https://exa mple.com/',
    'git@github.com:o/r.git',
  ])
    t.false(isSourceAddress(wrong), wrong)
  const cwd = folder(t, { 'a.py': EXEC })
  const { status, stdout, stderr } = await posse(['--source-url', 'github.com/o/r', 'a.py'], { cwd })
  t.deepEqual([status, stdout], [2, ''])
  t.regex(
    stderr,
    /error: argument --source-url: invalid value: 'github\.com\/o\/r' \(expected an address that begins with https:\/\//,
  )
})

test.serial('the API and posse-baseline link to the source, too', async t => {
  const options: Options = { sources: [{ name: 'x/a.py', content: Buffer.from(EXEC) }] }
  const report = await scan(options)
  const html = await format(report, 'html', { sourceUrl: 'https://example.com/{path}#{line}' })
  t.regex(linksIn(html).join(), /^Source https:\/\/example\.com\/.*x\/a\.py#1$/)
  const error = await t.throwsAsync(format(report, 'html', { sourceUrl: 'javascript:1' }), {
    instanceOf: UserError,
  })
  t.regex(error.message, /^sourceUrl: expected an address/)

  const { path, commit } = withRemote(t, 'https://github.com/o/r')
  const head = commit({ 'b.py': EXEC })
  const { status } = await posseBaseline(['-f', 'html', '-r', '.'], { cwd: path })
  t.is(status, 1)
  t.deepEqual(linksIn(readFileSync(join(path, 'bandit_baseline_result.html'), 'utf8')), [
    `GitHub https://github.com/o/r/blob/${head}/b.py#L1-L2`,
  ])
})

test.serial('settings of the repository that never end do not hold the report up', async t => {
  const { path } = withRemote(t, 'https://github.com/o/r')
  execFileSync('mkfifo', [join(path, 'endless')])
  appendFileSync(join(path, '.git/config'), '[include]\n\tpath = ../endless\n')
  const { status, stdout, stderr } = await posse(['-f', 'html', '-d', 'src/a.py'], { cwd: path })
  t.is(status, 1)
  t.deepEqual(linksIn(stdout), [])
  t.regex(stderr, /no links to the source: git config took longer than 10 seconds and was stopped/)
})

test.serial('only the HTML report starts git', async t => {
  const { path } = withRemote(t, 'https://github.com/o/r')
  const bin = folder(t, { git: `#!/bin/sh\necho x >> '${path}/started'\nexit 1\n` })
  chmodSync(join(bin, 'git'), 0o755)
  const env = { PATH: `${bin}:${process.env.PATH}` }
  for (const name of ['json', 'sarif', 'txt', 'markdown']) {
    const { status } = await posse(['-f', name, '-r', '.', '--source-url', 'https://github.com/o/r'], {
      cwd: path,
      env,
    })
    t.is(status, 1, name)
  }
  t.false(existsSync(join(path, 'started')))
  await posse(['-f', 'html', '-r', '.'], { cwd: path, env })
  t.true(existsSync(join(path, 'started')))
})
