import { strictEqual } from 'node:assert'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../../src/errors.js'
import { hostOf } from '../../src/plan/host.js'
import { planScan } from '../../src/plan/plan.js'
import { builtinRules } from '../../src/rules/builtin.js'
import { execute } from '../../src/scan/execute.js'
import { mergeRecords } from '../../src/shard/merge.js'
import { readRecord } from '../../src/shard/read.js'
import { recordOf } from '../../src/shard/record.js'
import { version } from '../../src/version.js'
import { allowing, allowingLater, type Target } from './target.js'

const rules = builtinRules()

const CODE = 'import pickle  # nosec B403\npassword = "x"\neval(x)\nassert x  # nosec\n'

/** The record of a scan of two files, of which one is skipped. */
async function record(): Promise<Buffer> {
  const contents = { 'a.py': CODE, 'b.py': 'def f(:\n' }
  const sources = Object.entries(contents).map(([name, text]) => ({ name, content: Buffer.from(text) }))
  const plan = await planScan({ sources, keepSuppressed: true, lineHashes: true }, hostOf(process))
  const common = { version: version(), part: { index: 1, total: 1 }, settings: 's', list: 'l', ini: {} }
  return Buffer.from([...recordOf(await execute(plan), common, name => name)].join(''))
}

/** The same lines with a digest that fits. */
function sealed(input: Buffer): Buffer {
  const end = input.lastIndexOf('\n', -2) + 1
  const lines = input.subarray(0, end)
  const digest = createHash('sha256').update(lines).digest('hex')
  return Buffer.concat([lines, Buffer.from(`{"sha256":"${digest}"}\n`)])
}

export async function recordTarget(): Promise<Target> {
  const whole = await record()
  const folder = mkdtempSync(join(tmpdir(), 'posse-fuzz-'))
  try {
    const file = join(folder, 'whole')
    writeFileSync(file, whole)
    strictEqual(mergeRecords([await readRecord(file, rules)]).findings.length > 0, true)
  } finally {
    rmSync(folder, { recursive: true })
  }
  return {
    seeds: [whole],
    words: [
      '"',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      'null',
      '1e9',
      '"name"',
      '"findings"',
      '"part"',
      '{"name":"a"}\n',
      '\n',
    ],
    async run(input, folder) {
      for (const content of [input, sealed(input)]) {
        const file = join(folder, 'part.posse')
        writeFileSync(file, content)
        const read = await allowingLater(readRecord(file, rules), UserError)
        if (!read) continue
        const report = allowing(() => mergeRecords([read]), UserError)
        for (const finding of report?.findings ?? [])
          strictEqual(typeof `${finding.code}${finding.text}`, 'string')
      }
    },
  }
}
