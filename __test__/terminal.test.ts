import { spawnSync } from 'node:child_process'
import test from 'ava'
import { CLI, folder } from './posse.js'

const HOSTILE = 'password = "\x1b[31m\u202e\x07x"\nexec("\x1b]0;title\x07")\n'

/** Runs posse in a pseudoterminal and returns what it showed. */
function shown(cwd: string, ...words: string[]): string {
  const script = 'import pty, sys; pty.spawn(sys.argv[1:])'
  const env = { ...process.env, TERM: 'xterm', NO_COLOR: undefined }
  const run = spawnSync('python3', ['-c', script, process.execPath, CLI, ...words], { cwd, env, input: '' })
  if (run.error) throw run.error
  return run.stdout.toString()
}

/** What is left of a text without Bandit's own colours and line ends. */
const withoutColours = (text: string) => text.replace(/\x1b\[(0|9[1345])m/g, '').replace(/\r+\n/g, '\n')

test('on a terminal, control characters of names and code are shown, not sent', t => {
  const cwd = folder(t, { 'a\x1b[2J.py': HOSTILE, 'b.py': 'def (' })
  for (const format of ['screen', 'txt', 'csv', 'custom', 'yaml', 'xml', 'github', 'markdown', 'jsonl']) {
    const text = withoutColours(shown(cwd, '-r', '.', '-v', '-f', format))
    t.notRegex(text, /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/, format)
    t.regex(text, /x1b|u001b|\\e\[/, format)
  }
  const screen = shown(cwd, '-r', '.')
  t.true(screen.includes('Location: ./a\\x1b[2J.py:1:11\x1b[0m'))
  t.true(screen.includes('1\tpassword = "\\x1b[31m\\u202e\\x07x"\r\n'))
  t.true(
    screen.includes(
      "\x1b[94m>> Issue: [B105:hardcoded_password_string] Possible hardcoded password: '\\x1b[31m",
    ),
  )
})

test("files and pipes get Bandit's bytes", t => {
  const cwd = folder(t, { 'a.py': HOSTILE })
  const piped = spawnSync(process.execPath, [CLI, '-r', '.', '-f', 'txt'], { cwd, encoding: 'utf8' }).stdout
  t.true(piped.includes('1\tpassword = "\x1b[31m\u202e\x07x"\n'))
  t.notRegex(shown(cwd, '-r', '.', '-q', '-f', 'txt', '-o', 'report.txt'), /password/)
  const file = spawnSync('cat', ['report.txt'], { cwd, encoding: 'utf8' }).stdout
  t.true(file.includes('1\tpassword = "\x1b[31m\u202e\x07x"\n'))
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
