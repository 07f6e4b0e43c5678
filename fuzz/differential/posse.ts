import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Report, readReport } from '../../conformance/report.js'
import { ours } from '../corpus.js'

/** Our report of a folder. Rejects if the program fails, or takes longer than `seconds`. */
export async function scanFolder(cwd: string, target: string, out: string, seconds: number): Promise<Report> {
  const args = [ours('dist/cli.cjs'), '-q', '-r', target, '-f', 'json', '-o', out, '--exit-zero']
  await promisify(execFile)(process.execPath, args, { cwd, timeout: seconds * 1000 })
  return readReport(out)
}
