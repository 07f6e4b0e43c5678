import test from 'ava'
import { readArguments } from '../benchmarks/arguments.js'
import { CASES } from '../benchmarks/cases/index.js'

test('without arguments all cases are measured on all code', t => {
  t.like(readArguments([]), { cases: Object.keys(CASES), extras: [], part: false, check: false, full: false })
})

test('cases and programs are selected by name', t => {
  t.like(readArguments(['threads', 'growth', '--with', 'semgrep,flake8-bandit']), {
    cases: ['threads', 'growth'],
    extras: ['semgrep', 'flake8-bandit'],
    part: true,
  })
  t.true(readArguments(['--quick']).part)
})

test('unknown names and conflicting options are one-line errors', t => {
  const wrong = {
    'no case is called warm: cold-corpora, cold-monorepo, cached-corpora, cached-monorepo, changed-corpora, changed-monorepo, bandit, check-monorepo, own-rules, script-rules, small-file, threads, growth, shapes':
      ['warm'],
    'no program for --with is called pylint: flake8-bandit, semgrep': ['--with', 'pylint'],
    '--quick and --full cannot be combined': ['--quick', '--full'],
    '--readme needs full results of all cases: remove --quick and the names of cases': ['growth', '--readme'],
    '--from does not measure: remove --quick, --full, --with and the names of cases': [
      '--from',
      'mine',
      'growth',
    ],
    '--name a/b: letters, digits, "_", "." and "-" only': ['--name', 'a/b'],
  }
  for (const [message, argv] of Object.entries(wrong)) t.throws(() => readArguments(argv), { message })
})
