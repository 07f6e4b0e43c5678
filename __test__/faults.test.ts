import test from 'ava'
import { FAULTS } from '../scripts/faults.mjs'

/** How often a random fault is tried; `npm run faults` tries more. */
const TIMES = 20

for (const { name, run } of FAULTS) {
  test.serial(`${name}: reports are the old or the whole new ones, and exit codes say so`, async t => {
    const { tried, wrong } = await run(TIMES)
    t.true(tried > 0)
    t.deepEqual(wrong, [])
  })
}
