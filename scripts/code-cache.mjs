#!/usr/bin/env node
// Leaves in dist/ what V8 has compiled of the program when it has scanned a file, for it to start with: src/cli.ts says
// how. It is of use to the very build of Node that runs this.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'posse-code-'))
const scanned = join(folder, 'a.py')
writeFileSync(scanned, 'import os\n\nos.system(command)\n')
const report = ['-f', 'json', '-o', join(folder, 'report.json'), '--exit-zero', '--quiet']
process.argv = [process.execPath, program, scanned, ...report]

const { cacheFile, key, script } = createRequire(import.meta.url)(program)
process.on('exit', code => {
  rmSync(folder, { recursive: true })
  if (code === 0) writeFileSync(cacheFile, Buffer.concat([script.createCachedData(), ...key.toReversed()]))
})
