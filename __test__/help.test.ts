import test from 'ava'
import { FLAGS } from '../src/cli/flags.js'
import { GROUPS } from '../src/cli/help.js'
import { folder, posse, shell } from './posse.js'

test('help lists every flag in one group, and the tags of the custom format', async t => {
  const { status, stdout, stderr } = await posse(['-h'])
  t.deepEqual([status, stderr], [0, ''])
  for (const name of FLAGS.flatMap(flag => flag.names as readonly string[]))
    t.true(stdout.includes(name), name)
  t.true(
    stdout.includes('CUSTOM FORMATTING\n-----------------\n\nAvailable tags:\n\n    {abspath}, {relpath}'),
  )
  const grouped = Object.values(GROUPS).flat()
  t.deepEqual(grouped.toSorted(), FLAGS.map(({ key }) => key).toSorted())
  for (const title of Object.keys(GROUPS)) t.true(stdout.includes(`\n${title}:\n`), title)
  t.false(stdout.includes('\nOptions:\n'))
  t.true(stdout.endsWith('\nposse rules lists all rules, and posse explain RULE describes one.\n'))
})

test('completion prints a script for the current shell', async t => {
  const bash = await posse(['completion'], { env: { SHELL: '/bin/bash' } })
  t.is(bash.status, 0)
  t.regex(bash.stdout, /complete .* -F _posse_yargs_completions posse\n/)
  const zsh = await posse(['completion'], { env: { SHELL: '/bin/zsh' } })
  t.true(zsh.stdout.startsWith('#compdef posse\n'))
})

test('the bash script completes flags, choices and ids, and leaves files to bash', async t => {
  const ask = async (...words: string[]) => {
    const quoted = words.map(word => `'${word}'`).join(' ')
    const { stdout } = await shell(
      `exec bash -c 'posse() { $POSSE "$@"; }; source <(posse completion)
      COMP_WORDS=(posse "$@"); COMP_CWORD=$#; _posse_yargs_completions; printf "%s\\n" "\${COMPREPLY[@]}"' - ${quoted}`,
      { env: { SHELL: '/bin/bash' } },
    )
    return stdout.trim().split('\n')
  }
  t.deepEqual(await ask('-r', '--sev'), ['--severity-level'])
  t.deepEqual(await ask('-f', 'js').then(words => words.slice(0, 1)), ['json'])
  t.deepEqual(await ask('-t', 'B50').then(words => words.toSorted()), [
    'B501',
    'B502',
    'B503',
    'B504',
    'B505',
    'B506',
    'B507',
    'B508',
    'B509',
  ])
  t.deepEqual(await ask('check', '--show-'), ['--show-hidden', '--show-suppressed', '--show-secrets'])
  t.deepEqual(await ask('check', '--select', 'secrets'), ['secrets'])
  t.deepEqual(await ask('check', '-f', 'conc'), ['concise'])
  t.deepEqual(await ask(''), [''])
  t.deepEqual(await ask('comp'), [''])
})

test('completion takes the name of a shell, and explains itself', async t => {
  const env = { SHELL: '/bin/bash', ZSH_NAME: 'zsh' }
  for (const [shell, line] of [
    ['bash', /^complete .* -F _posse_yargs_completions posse$/m],
    ['zsh', /^#compdef posse$/m],
    ['fish', /^complete .*-c posse/m],
  ] as const) {
    const { status, stdout } = await posse(['completion', shell], { env })
    t.is(status, 0)
    t.regex(stdout, line)
  }
  const wrong = await posse(['completion', 'tcsh'])
  t.is(wrong.status, 2)
  t.is(wrong.stdout, '')
  t.true(
    wrong.stderr.endsWith(
      "posse completion: error: there is no script for 'tcsh', only for bash, zsh, fish\n",
    ),
  )
  const help = await posse(['completion', '-h'])
  t.is(help.status, 0)
  t.regex(help.stdout, /^usage: posse completion[\s\S]*\$SHELL/)
})

test('a completion script that cannot be written is an error', async t => {
  const { status, stderr } = await shell('$POSSE completion bash > /dev/full')
  t.deepEqual(
    [status, stderr],
    [2, 'posse completion: error: cannot write standard output: no space left on device\n'],
  )
})

test('errors begin with the command that was called', async t => {
  for (const words of [
    ['completion', 'tcsh'],
    ['config', 'shw'],
    ['explain', '--x'],
    ['init', '--from', 'x'],
    ['merge'],
    ['nosec', 'ad'],
    ['nosec', 'add', '--reason', 'a\nb'],
    ['nosec', 'list', '--reason', 'a'],
    ['rules', 'lst'],
    ['check', '--x'],
    ['check', '@none'],
    ['merge', '@none'],
  ]) {
    const { status, stdout, stderr } = await posse(words)
    const isTask = words[0] === 'nosec' && words.length > 2
    const name = `posse ${words.slice(0, isTask ? 2 : 1).join(' ')}`
    const [usage, error, ...rest] = stderr.split('\n')
    t.deepEqual([status, stdout, rest], [2, '', ['']], name)
    t.true(usage?.startsWith(`usage: ${name} `), usage)
    t.true(error?.startsWith(`${name}: error: `), error)
  }
})

test('completion is a command only as the first word', async t => {
  const cwd = folder(t, { 'completion/found.py': 'exec("1")\n' })
  t.is((await posse(['-r', 'completion'], { cwd })).status, 1)
  t.is((await posse(['./completion', '-r'], { cwd })).status, 1)
})
