import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { FORMATS } from '../src/formats/index.js'
import { visible } from '../src/output/visible.js'
import { BASELINE_COMMAND, CLI, folder } from './posse.js'
import { repository } from './repository.js'

const HOSTILE =
  'password = "\x1b[31m\u202e\x07\x9b\u{e0041}x"\nexec("\x1b]8;;http://a\x07link\x1b]8;;\x07")\n'

/** Runs a program in a pseudoterminal and returns what it showed. */
function shownBy(cwd: string, ...words: string[]): string {
  const script = 'import pty, sys; pty.spawn(sys.argv[1:])'
  const env = { ...process.env, TERM: 'xterm', NO_COLOR: undefined }
  const run = spawnSync('python3', ['-c', script, ...words], { cwd, env, input: '' })
  if (run.error) throw run.error
  return run.stdout.toString()
}

const shown = (cwd: string, ...words: string[]) => shownBy(cwd, process.execPath, CLI, ...words)

/** What is left of a text without Bandit's own colours and line ends. */
const withoutColours = (text: string) => text.replace(/\x1b\[(0|9[1345])m/g, '').replace(/\r+\n/g, '\n')

test('on a terminal, control characters of names and code are shown, not sent', t => {
  const cwd = folder(t, { 'a\x1b[2J.py': HOSTILE, 'b.py': 'def (' })
  for (const format of Object.keys(FORMATS)) {
    const text = withoutColours(shown(cwd, '-r', '.', '-v', '-f', format))
    t.is(text, visible(text), format)
    t.regex(text, /x1b|u001b|\\e\[/, format)
  }
  const screen = shown(cwd, '-r', '.')
  t.true(screen.includes('Location: ./a\\x1b[2J.py:1:11\x1b[0m'))
  t.true(screen.includes('1\tpassword = "\\x1b[31m\\u202e\\x07\\x9b\\U000e0041x"\r\n'))
  t.true(
    screen.includes(
      "\x1b[94m>> Issue: [B105:hardcoded_password_string] Possible hardcoded password: '\\x1b[31m",
    ),
  )
})

test('control characters are shown, not sent, whichever way a report gets to a terminal', t => {
  const cwd = folder(t, { 'a\x1b[2J.py': HOSTILE, 'b.py': 'def (' })
  symlinkSync('/dev/tty', join(cwd, 'link'))
  const ways = ['-', '/dev/stdout', '/dev/tty', '/dev/fd/1', '/proc/self/fd/2', 'link'].flatMap(way => [
    ['-f', 'txt', '-o', way],
    ['-o', 'report', '--also', `custom=${way}`],
  ])
  for (const words of [...ways, ['-f', 'screen', '-o', '/dev/tty'], ['--also', 'screen=-', '-o', 'report']]) {
    const text = withoutColours(shown(cwd, '-r', '.', '-v', ...words))
    t.is(text, visible(text), words.join(' '))
    t.true(text.includes('a\\x1b[2J.py:1'), words.join(' '))
  }
  // Standard output is a pipe here, but the terminal is still there.
  const script = '"$0" "$1" -r . -f txt -o /dev/tty | cat; "$0" "$1" -r . -f txt > /dev/tty 2>&1'
  const text = shownBy(cwd, 'sh', '-c', script, process.execPath, CLI).replaceAll('\r\n', '\n')
  t.is(text, visible(text))
  t.is(text.split('Location: ./a\\x1b[2J.py:2:').length, 3)
})

test('posse merge and posse-baseline send no control characters to a terminal', t => {
  const files = { 'a\x1b[2J.py': HOSTILE }
  const cwd = folder(t, files)
  spawnSync(process.execPath, [CLI, '-r', '.', '--shard', '1/1', '-o', 'part'], { cwd })
  for (const words of [[], ['-o', '/dev/tty'], ['-o', '-']]) {
    const text = withoutColours(shown(cwd, 'merge', 'part', ...words))
    t.is(text, visible(text))
    t.true(text.includes('a\\x1b[2J.py:1'))
  }

  const { path, commit } = repository(t)
  commit({ 'b.py': '' })
  commit(files)
  const text = withoutColours(shownBy(path, process.execPath, BASELINE_COMMAND, '-r', '.'))
  t.is(text, visible(text))
  t.true(text.includes('a\\x1b[2J.py:1'))
})

test("files and pipes get Bandit's bytes", t => {
  const cwd = folder(t, { 'a.py': HOSTILE })
  const piped = spawnSync(process.execPath, [CLI, '-r', '.', '-f', 'txt'], { cwd, encoding: 'utf8' }).stdout
  const line = '1\tpassword = "\x1b[31m\u202e\x07\x9b\u{e0041}x"\n'
  t.true(piped.includes(line))
  for (const way of ['-f txt -o -', '-f txt -o /dev/stdout', '-o x --also txt=/dev/stdout']) {
    const script = `"$0" "$1" -r . ${way} | cat`
    const { stdout } = spawnSync('sh', ['-c', script, process.execPath, CLI], { cwd, encoding: 'utf8' })
    t.true(stdout.includes(line), way)
  }
  t.notRegex(shown(cwd, '-r', '.', '-q', '-f', 'txt', '-o', 'report.txt'), /password/)
  const file = spawnSync('cat', ['report.txt'], { cwd, encoding: 'utf8' }).stdout
  t.true(file.includes(line))
})

/** Runs a program in a pseudoterminal of this width: the first argument. */
const IN_COLUMNS = `
import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(sys.argv[1]), 0, 0))
    os.execv(sys.argv[2], sys.argv[2:])
while True:
    try:
        shown = os.read(terminal, 65536)
    except OSError:
        break
    if not shown:
        break
    os.write(1, shown)
`

test('help is as wide as the terminal', t => {
  for (const columns of [60, 90]) {
    const words = ['-c', IN_COLUMNS, `${columns}`, process.execPath, CLI, '-h']
    const { stdout } = spawnSync('python3', words, { encoding: 'utf8' })
    const [flags = ''] = stdout.replaceAll('\r', '').split('CUSTOM FORMATTING')
    const width = Math.max(...flags.split('\n').map(line => line.length))
    t.true(columns - 10 < width && width <= columns, `${width} of ${columns}`)
  }
})
