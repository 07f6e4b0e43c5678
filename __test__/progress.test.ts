import test from 'ava'
import { progressLine } from '../src/cli/progress.js'

function written(isTTY: boolean, quiet: boolean, total: number): string {
  const parts: string[] = []
  const progress = progressLine(() => ({ isTTY, write: part => parts.push(part) }), process.env, quiet)
  progress.update(total / 2, total)
  progress.clear()
  return parts.join('')
}

test.serial.before(() => {
  process.env.TERM = 'xterm'
})

test('a long scan shows one line on a terminal, and removes it at the end', t => {
  t.is(written(true, false, 200), '\r\x1b[2KScanning: 100 of 200 files (50%)\r\x1b[2K')
})

test('nothing is shown for 50 files, without a terminal, or with -q', t => {
  t.is(written(true, false, 50), '')
  t.is(written(false, false, 200), '')
  t.is(written(true, true, 200), '')
})
