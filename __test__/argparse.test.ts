import test, { type ExecutionContext } from 'ava'
import { parseArguments } from '../src/cli/argparse.js'
import { UsageError } from '../src/errors.js'

const parse = (...argv: string[]) => {
  const { values, targets } = parseArguments(argv)
  return { ...values, targets }
}

const fails = (argv: string[], message: string) => (t: ExecutionContext) => {
  t.is(t.throws(() => parseArguments(argv), { instanceOf: UsageError })?.message, message)
}

test('a long flag can be shortened to any unique prefix', t => {
  t.deepEqual(parse('--sev', 'low', 'a.py'), { severityLevel: 'low', targets: ['a.py'] })
  t.deepEqual(parse('--rec', '--form=json', 'x'), { recursive: true, format: 'json', targets: ['x'] })
  t.deepEqual(parse('--confidence'), { confidence: 1, targets: [] })
})

test(
  'a prefix of two names is ambiguous',
  fails(['--ex', 'a'], 'ambiguous option: --ex could match --exclude, --exit-zero'),
)

test('short flags cluster, and the last of a cluster takes its value from the same word or the next', t => {
  t.deepEqual(parse('-rll', 'x'), { recursive: true, severity: 2, targets: ['x'] })
  t.deepEqual(parse('-n5'), { number: 5, targets: [] })
  t.deepEqual(parse('-rn', '5', 'x'), { recursive: true, number: 5, targets: ['x'] })
  t.deepEqual(parse('-rf=json'), { recursive: true, format: 'json', targets: [] })
  t.deepEqual(parse('-tB101,B102'), { tests: 'B101,B102', targets: [] })
})

test('the last value wins, and counted flags add up', t => {
  t.deepEqual(parse('-f', 'txt', '-fjson'), { format: 'json', targets: [] })
  t.deepEqual(parse('-l', '-i', '-ll', '--level'), { severity: 4, confidence: 1, targets: [] })
})

test("numbers are parsed like Python's int", t => {
  t.is(parse('-n', '-5').number, -5)
  t.is(parse('--number= 1_0 ').number, 10)
  t.is(parse('-n', '+7').number, 7)
  t.is(parse('-n', '\u0661\uff12').number, 12, 'digits of every script')
  t.is(parse('-n', '\u{1d7db}\u{1d7dc}').number, 34, 'and of sets that follow one another')
  t.is(parse('-n', '\x85\u20037\v').number, 7, 'white space of every kind')
})

test(
  'a byte order mark is not white space',
  fails(['-n', '\ufeff7'], "argument -n/--number: invalid int value: '\ufeff7'"),
)
test(
  'a separator is not white space for int',
  fails(['-n', '\x1c7'], "argument -n/--number: invalid int value: '\x1c7'"),
)
test('an integer', fails(['-n', 'x'], "argument -n/--number: invalid int value: 'x'"))

test('a negative number, a word with a space and a lone dash are positionals', t => {
  t.deepEqual(parse('-5', '-z y', '-', '').targets, ['-5', '-z y', '-', ''])
})

test('after two dashes everything is a target', t => {
  t.deepEqual(parse('-r', '--', '-a', '--', 'b').targets, ['-a', '--', 'b'])
  t.deepEqual(parse('a', '--', '-b').targets, ['a', '-b'])
})

test('targets split by a flag', fails(['a.py', '-r', 'b.py', 'c.py'], 'unrecognized arguments: b.py c.py'))
test('an unknown flag', fails(['--nope', '-zr', 'a.py'], 'unrecognized arguments: --nope -zr'))
test('a flag without its value', fails(['a.py', '-f'], 'argument -f/--format: expected one argument'))
test(
  'a flag where a value is expected',
  fails(['-t', '-r', 'x'], 'argument -t/--tests: expected one argument'),
)
test(
  'two dashes where a value is expected',
  fails(['-t', '--', 'x'], 'argument -t/--tests: expected one argument'),
)
test(
  'a word that is not one of the choices',
  fails(['-a', 'files'], "argument -a/--aggregate: invalid choice: 'files' (choose from 'file', 'vuln')"),
)
test(
  'a value for a flag that takes none',
  fails(['--recursive=1'], "argument -r/--recursive: ignored explicit argument '1'"),
)
test(
  'quiet with verbose',
  fails(['-v', '-q'], 'argument -q/--quiet/--silent: not allowed with argument -v/--verbose'),
)
test(
  'both ways to name a severity',
  fails(['-l', '--severity-level', 'low'], 'argument --severity-level: not allowed with argument -l/--level'),
)

test('-o takes the next word unless it is a flag', t => {
  t.deepEqual(parse('-o', 'out', 'x'), { output: 'out', targets: ['x'] })
  t.deepEqual(parse('-o', '-r', 'x'), { output: '', recursive: true, targets: ['x'] })
})

test('words after -h and --version are ignored, words before them are checked', t => {
  t.true(parse('-rh', '--nope', 'a', '-r', 'b').help)
  t.true(parse('--version', '-f', 'nope').version)
  t.throws(() => parse('-f', 'nope', '-h'), { instanceOf: UsageError })
})
