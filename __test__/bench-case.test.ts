import test from 'ava'
import { type Entrant, runCase } from '../benchmarks/case.js'
import type { Command, Sample } from '../benchmarks/measure.js'

/** Entrants, and a fake measurement that records its calls: the nth run takes n seconds. */
function recorder(...names: readonly string[]) {
  const log: string[] = []
  const entrants = names.map(
    (name): Entrant => ({
      name,
      command: { argv: [name], cwd: '.' },
      prepare: round => log.push(`prepare ${name} ${round}`),
    }),
  )
  let runs = 0
  const run = ({ argv: [name] }: Command): Sample => {
    log.push(name)
    runs++
    return { wall: runs, user: runs / 2, system: runs / 4, peak: runs * 1000 }
  }
  return { log, entrants, run }
}

test('commands alternate, each is prepared first, and the first round does not count', t => {
  const { log, entrants, run } = recorder('a', 'b')
  const { series } = runCase({ entrants, rounds: 2 }, run)
  const round = (number: number) => [`prepare a ${number}`, 'a', `prepare b ${number}`, 'b']
  t.deepEqual(log, [0, 1, 2].flatMap(round))
  t.deepEqual(series, {
    a: { wall: [3, 5], user: [1.5, 2.5], system: [0.75, 1.25], peak: [3000, 5000] },
    b: { wall: [4, 6], user: [2, 3], system: [1, 1.5], peak: [4000, 6000] },
  })
})

test('a command that takes too long runs once, without warm-up', t => {
  const { log, entrants, run } = recorder('a', 'slow')
  const [a, slow] = entrants
  if (!a || !slow) return t.fail()
  const { series } = runCase({ entrants: [a, { ...slow, once: true }], rounds: 3 }, run)
  t.is(log.filter(entry => entry === 'a').length, 4)
  t.is(log.filter(entry => entry === 'slow').length, 1)
  t.deepEqual(series.slow?.wall, [3])
})

test('reports are compared after the last run, and changes are undone last', t => {
  const { log, entrants, run } = recorder('a')
  const sameReport = () => {
    log.push('compare')
    return false
  }
  const result = runCase({ entrants, rounds: 1, sameReport, restore: () => log.push('restore') }, run)
  t.deepEqual(log.slice(-3), ['a', 'compare', 'restore'])
  t.false(result.sameReport)
})

test('changes are undone after a failure, too', t => {
  const { log, entrants } = recorder('a')
  const run = () => {
    throw new Error('a: killed by signal 9')
  }
  t.throws(() => runCase({ entrants, rounds: 1, restore: () => log.push('restore') }, run), {
    message: 'a: killed by signal 9',
  })
  t.deepEqual(log, ['prepare a 0', 'restore'])
})
