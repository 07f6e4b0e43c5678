// Measures how the time of a scan grows with each construct of Python: at n, 2n and 4n.
// `npm run growth [-- NAME ...]`. Prints the time for n and how it grows: 2 and 4 are linear. A result is no pass or
// failure, because times depend on the machine.
import { scan } from '../src/api.js'

const lines = (n: number, line: (at: number) => string) =>
  Array.from({ length: n }, (_, at) => line(at)).join('')
const SAFE = 'from django.utils.safestring import mark_safe\n'
const SHELL = 'import subprocess\nimport os\n'

/** Code with n of a construct, and the n to begin with. */
const CONSTRUCTS: Readonly<Record<string, [n: number, code: (n: number) => string]>> = {
  statements: [50_000, n => 'x = 1\n'.repeat(n)],
  calls: [30_000, n => 'f(1)\n'.repeat(n)],
  'findings on one line': [20_000, n => `x = [${'exec(1), '.repeat(n)}]\n`],
  'findings on lines of one statement': [10_000, n => `x = [\n${'exec(1),\n'.repeat(n)}]\n`],
  'nested lists': [20_000, n => `x = ${'['.repeat(n)}${']'.repeat(n)}\n`],
  'nested calls': [20_000, n => `x = ${'f('.repeat(n)}${')'.repeat(n)}\n`],
  'nested calls with findings': [5_000, n => `x = ${'exec('.repeat(n)}1${')'.repeat(n)}\n`],
  attributes: [20_000, n => `x = a${'.b'.repeat(n)}\n`],
  'attributes that are called': [10_000, n => `a${'.b()'.repeat(n)}\n`],
  'unary operators': [20_000, n => `x = ${'not '.repeat(n)}1\n`],
  'sums of strings': [20_000, n => `x = "select * from a"${' + "b"'.repeat(n)}\n`],
  'sums of SQL and names': [20_000, n => `x = "select * from a where "${' + b'.repeat(n)}\n`],
  'formatted SQL': [10_000, n => `x = "select * from a where ${'%s '.repeat(n)}" % (${'b, '.repeat(n)})\n`],
  'strings next to each other': [20_000, n => `x = (${'"a" '.repeat(n)})\n`],
  'parts of f-strings': [20_000, n => `x = f"select ${'{a} '.repeat(n)}"\n`],
  'nested f-strings': [50, n => `x = ${'f"{'.repeat(n)}1${'}"'.repeat(n)}\n`],
  elif: [10_000, n => `if a: pass\n${'elif a: pass\n'.repeat(n)}`],
  'nested if': [90, n => `${lines(n, at => `${' '.repeat(at)}if a:\n`)}${' '.repeat(n)}exec(1)\n`],
  'with items': [10_000, n => `with ${Array(n).fill('a').join(', ')}: pass\n`],
  'except clauses': [10_000, n => `try: pass\n${'except A: pass\n'.repeat(n)}`],
  decorators: [10_000, n => `${'@a\n'.repeat(n)}def f(): pass\n`],
  parameters: [10_000, n => `def f(${lines(n, at => `a${at}="password", `)}): pass\n`],
  'keywords of a call': [10_000, n => `f(${lines(n, at => `password${at}="x", `)})\n`],
  'items of a dict': [20_000, n => `x = {${lines(n, at => `"password": "a${at}", `)}}\n`],
  comparisons: [20_000, n => `x = password == "a"${' == "b"'.repeat(n)}\n`],
  imports: [20_000, n => lines(n, at => `import m${at}\n`)],
  'imported names': [20_000, n => `from m import (${lines(n, at => `n${at}, `)})\n`],
  'aliases that are called': [10_000, n => lines(n, at => `import m${at} as a${at}\na${at}.f()\n`)],
  'nosec comments': [20_000, n => 'exec(1)  # nosec B102\n'.repeat(n)],
  'nosec comments with many ids': [5_000, n => `exec(1)  # nosec ${'B101 '.repeat(n)}\n`],
  comments: [50_000, n => '# a comment\n'.repeat(n)],
  'lines of a string': [50_000, n => `x = """\n${'a\n'.repeat(n)}"""\nexec(1)\n`],
  'continued lines': [20_000, n => `x = 1 ${'+ \\\n1 '.repeat(n)}\n`],
  'bidirectional characters': [20_000, n => '# \u202e\n'.repeat(n)],
  'shell calls': [10_000, n => SHELL + 'subprocess.Popen("ls " + a, shell=True)\n'.repeat(n)],
  'words of a command': [10_000, n => `${SHELL}os.system("chmod ${'* '.repeat(n)}")\n`],
  'arguments of a command': [10_000, n => `${SHELL}subprocess.run([${'"ls", '.repeat(n)}])\n`],
  passwords: [20_000, n => lines(n, at => `password${at} = "x"\n`)],
  'mark_safe of one name': [1_000, n => SAFE + 'x = "a"\nmark_safe(x)\n'.repeat(n)],
  'mark_safe of many names': [1_000, n => SAFE + lines(n, at => `x${at} = "a"\nmark_safe(x${at})\n`)],
  'mark_safe in functions': [5_000, n => SAFE + lines(n, at => `def f${at}():\n  x = "a"\n  mark_safe(x)\n`)],
  'mark_safe with a long format': [
    10_000,
    n => `${SAFE}mark_safe("${'%s'.repeat(n)}" % (${'"a", '.repeat(n)}))\n`,
  ],
  lambdas: [10_000, n => `x = ${'lambda: '.repeat(n)}1\n`],
  subscripts: [20_000, n => `x = a${'[0]'.repeat(n)}\n`],
  'classes in classes': [90, n => `${lines(n, at => `${' '.repeat(at)}class A:\n`)}${' '.repeat(n)}pass\n`],
  'match cases': [10_000, n => `match a:\n${'  case 1: pass\n'.repeat(n)}`],
  semicolons: [50_000, n => `${'x = 1; '.repeat(n)}\n`],
  'a long line before findings': [5_000, n => `x = "${'a'.repeat(n * 20)}"; ${'exec(1); '.repeat(n)}\n`],
  'a long name': [200_000, n => `${'a'.repeat(n)} = 1\n${'a'.repeat(n)}()\n`],
  'escapes in a string': [100_000, n => `x = "${'\\x41'.repeat(n)}"\n`],
  'wide characters before findings': [
    5_000,
    n => `x = "${'\u{1f600}'.repeat(n)}"; ${'exec(1); '.repeat(n)}\n`,
  ],
}

/** The shortest time of three scans on one thread, in milliseconds. */
async function measure(code: string): Promise<{ time: number; limited: boolean }> {
  const sources = [{ name: 'a.py', content: Buffer.from(code) }]
  let time = Number.POSITIVE_INFINITY
  let limited = false
  for (let run = 0; run < 3; run++) {
    const start = performance.now()
    const { incomplete } = await scan({ sources, threads: 1 })
    time = Math.min(time, performance.now() - start)
    limited = incomplete.length > 0
  }
  return { time, limited }
}

const wanted = process.argv.slice(2)
for (const [name, [n, code]] of Object.entries(CONSTRUCTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const runs = []
  for (const factor of [1, 2, 4]) runs.push(await measure(code(n * factor)))
  const [one, two, four] = runs.map(({ time }) => time) as [number, number, number]
  const note = runs.some(({ limited }) => limited) ? ', limited with a warning' : ''
  console.log(
    `${name.padEnd(36)} ${String(n).padStart(7)} ${one.toFixed(1).padStart(7)} ms  x${(two / one).toFixed(1)}  x${(four / one).toFixed(1)}${note}`,
  )
}
