import { spawn } from 'node:child_process'
import { linkSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { CLI, folder } from './posse.js'

function start(args: string[], cwd: string) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>(resolve =>
    child.on('exit', (_, signal) => resolve(signal)),
  )
  return { child, ended }
}

test('an interrupted scan is killed by the signal and leaves no report', async t => {
  const line = '  (1, "two", three(4)),\n'
  const cwd = folder(t, { 'src/file.py': `x = [\n${line.repeat(100_000)}]\n` })
  for (let n = 0; n < 400; n++) linkSync(join(cwd, 'src/file.py'), join(cwd, `src/file${n}.py`))
  const { child, ended } = start([CLI, '-r', 'src', '-f', 'json', '-o', 'report.json'], cwd)
  await wait(1000)
  t.is(child.exitCode, null)
  child.kill('SIGINT')
  t.is(await ended, 'SIGINT')
  t.deepEqual(readdirSync(cwd), ['src'])
})

test('an interrupted write leaves the old report and no temporary file', async t => {
  const cwd = folder(t, { 'report.txt': 'old' })
  const output = fileURLToPath(new URL('../src/output/writer.ts', import.meta.url))
  const endless = `
    import { openOutput } from ${JSON.stringify(output)}
    function* chunks() { for (;;) yield 'x'.repeat(100) }
    await (await openOutput('report.txt')).write(chunks())
  `
  const loader = import.meta.resolve('@oxc-node/core/register')
  const { child, ended } = start(['--import', loader, '--input-type=module', '-e', endless], cwd)
  for (let tries = 0; tries < 500 && readdirSync(cwd).length === 1; tries++) await wait(20)
  t.is(readdirSync(cwd).length, 2)
  child.kill('SIGINT')
  t.is(await ended, 'SIGINT')
  t.deepEqual(readdirSync(cwd), ['report.txt'])
  t.is(readFileSync(join(cwd, 'report.txt'), 'utf8'), 'old')
})
