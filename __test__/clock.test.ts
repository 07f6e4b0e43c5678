import test from 'ava'
import { isoSeconds, pythonDate } from '../src/formats/time.js'
import { reportTime } from '../src/plan/report-time.js'

test('a time prints as in Python, with a fraction only if there is one', t => {
  t.is(pythonDate(new Date('2026-01-01T00:00:00Z')), '2026-01-01 00:00:00+00:00')
  t.is(pythonDate(new Date('2026-01-01T12:34:56.007Z')), '2026-01-01 12:34:56.007000+00:00')
  t.is(isoSeconds(new Date('2026-01-01T12:34:56.999Z')), '2026-01-01T12:34:56Z')
})

test.serial('SOURCE_DATE_EPOCH is the time of the report if it is valid', t => {
  const before = process.env.SOURCE_DATE_EPOCH
  t.teardown(() => {
    if (before === undefined) delete process.env.SOURCE_DATE_EPOCH
    else process.env.SOURCE_DATE_EPOCH = before
  })
  process.env.SOURCE_DATE_EPOCH = '1767225600'
  t.is(isoSeconds(reportTime(process.env)), '2026-01-01T00:00:00Z')
  process.env.SOURCE_DATE_EPOCH = 'tomorrow'
  t.true(Math.abs(reportTime(process.env).getTime() - Date.now()) < 10_000)
})
