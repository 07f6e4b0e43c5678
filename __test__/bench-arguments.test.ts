import test from 'ava'
import { readArguments } from '../benchmarks/arguments.js'
import { CASES } from '../benchmarks/cases/index.js'

test('without arguments all cases are measured in whole', t => {
  t.like(readArguments([]), { cases: Object.keys(CASES), extras: [], part: false, check: false, full: false })
})

test('cases and programs are asked for by name', t => {
  t.like(readArguments(['threads', 'growth', '--with', 'semgrep,flake8-bandit']), {
    cases: ['threads', 'growth'],
    extras: ['semgrep', 'flake8-bandit'],
    part: true,
  })
  t.true(readArguments(['--quick']).part)
})

test('what is not known, or does not go together, is told in one line', t => {
  const wrong = {
    'no case is called warm: cold-corpora, cold-monorepo, cached-corpora, cached-monorepo, changed-corpora, changed-monorepo, bandit, small-file, threads, growth, shapes':
      ['warm'],
    'no program for --with is called pylint: flake8-bandit, semgrep': ['--with', 'pylint'],
    '--quick and --full exclude each other': ['--quick', '--full'],
    '--readme shows all cases, measured in whole: leave out --quick and names': ['growth', '--readme'],
    '--from measures nothing: leave out --quick, --full, --with and names of cases': [
      '--from',
      'mine',
      'growth',
    ],
    '--name a/b: letters, digits, "_", "." and "-" only': ['--name', 'a/b'],
  }
  for (const [message, argv] of Object.entries(wrong)) t.throws(() => readArguments(argv), { message })
})
