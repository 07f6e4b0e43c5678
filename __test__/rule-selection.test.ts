import test from 'ava'
import { UserError } from '../src/errors.js'
import { silent } from '../src/log.js'
import { selectRules } from '../src/plan/rule-selection.js'
import { builtinRules } from '../src/rules/builtin.js'
import { sectionsFor } from '../src/rules/options.js'
import type { RuleInfo } from '../src/rules/rule-info.js'
import { NosecReader } from '../src/scan/nosec.js'

function select(include: string[], exclude: string[] = [], rules: readonly RuleInfo[] = builtinRules()) {
  const warnings: string[] = []
  const log = { ...silent, warning: (message: string) => void warnings.push(message) }
  return { tests: [...selectRules(rules, { include, exclude }, log)].sort(), warnings }
}

test('every rule runs unless some are selected', t => {
  t.is(select([]).tests.length, 75)
  t.deepEqual(select(['B506', 'B101']).tests, ['B101', 'B506'])
  t.false(select([], ['B101']).tests.includes('B101'))
})

test("Bandit's mode knows Bandit's rules only, whatever the ids of others look like", t => {
  const [bandits] = builtinRules()
  if (!bandits) throw new Error('there are rules')
  const ours: RuleInfo = { ...bandits, id: 'B699', name: 'ours', origin: 'posse' }
  const users: RuleInfo = { ...bandits, id: 'U001', name: 'users', origin: 'user' }
  t.deepEqual(select([], [], [bandits, ours, users]), { tests: [bandits.id], warnings: [] })
  t.deepEqual(select([bandits.id, 'B699', 'U001'], [], [bandits, ours, users]), {
    tests: [bandits.id],
    warnings: ['Unknown test found in profile: B699', 'Unknown test found in profile: U001'],
  })
  const assertUsed = builtinRules().filter(rule => rule.name === 'assert_used')
  t.deepEqual(
    sectionsFor(assertUsed).map(({ name, rules }) => [name, rules]),
    [['assert_used', ['assert_used']]],
  )
  t.deepEqual(sectionsFor([ours]), [])
  const reader = new NosecReader([bandits, ours])
  t.deepEqual([...(reader.parse('# nosec B699 ours') ?? ['none'])], [])
})

test('B001 means all rules of the tables, unless one of them is named, too', t => {
  const tables = select(['B001']).tests
  t.is(tables.length, 33)
  t.true(tables.every(id => /^B[34]/.test(id)))
  t.deepEqual(select(['B001', 'B401']).tests, ['B401'])
  t.is(select([], ['B001']).tests.length, 42)
  t.is(select([], ['B001', 'B401']).tests.length, 74)
})

test('an unknown id is a warning', t => {
  t.deepEqual(select(['B101', 'B999', 'assert_used'], ['b102']), {
    tests: ['B101'],
    warnings: ['B999', "assert_used (did you mean 'B101'?)", "b102 (did you mean 'B102'?)"].map(
      id => `Unknown test found in profile: ${id}`,
    ),
  })
})

test('a selection without rules is an error', t => {
  for (const include of [['B999'], ['assert_used'], ['']]) {
    t.is(
      t.throws(() => select(include), { instanceOf: UserError })?.message,
      'No tests would be run, please check the profile.',
    )
  }
})

test('an id that is both selected and skipped is an error', t => {
  t.is(
    t.throws(() => select(['B101', 'B001'], ['B001']), { instanceOf: UserError })?.message,
    "Non-exclusive include/exclude test sets: {'B001'}",
  )
})
