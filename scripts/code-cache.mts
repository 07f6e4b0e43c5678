// Writes to dist/ a script with everything that a plain scan loads, and V8's code cache of it after scanning a file.
// The command line starts from them (src/cli/cli.ts). They are valid only for the exact build of Node that runs this.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeIn, FIRST_LINE, filesIn } from '../src/cli/start-code.js'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const functions = filesIn(dist).map(
  file => `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'utf8')}\n})`,
)
writeFileSync(`${codeIn(dist)}.js`, FIRST_LINE + inAscii(`[${functions}]`))

const folder = mkdtempSync(join(tmpdir(), 'posse-code-'))
const scanned = join(folder, 'a.py')
writeFileSync(scanned, 'import os\n\nos.system(command)\n')
const report = ['-f', 'json', '-o', join(folder, 'report.json'), '--exit-zero', '--quiet']
const program = join(dist, 'cli.cjs')
process.argv = [process.execPath, program, scanned, ...report]

const { code } = createRequire(import.meta.url)(program)
process.on('exit', status => {
  rmSync(folder, { recursive: true })
  if (status === 0) writeFileSync(`${codeIn(dist)}.bin`, code.script.createCachedData())
})

/** Node does not have to decode a script that is ASCII. */
function inAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
