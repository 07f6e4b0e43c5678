// Validates posse's SARIF reports with Microsoft's SARIF Multitool: `npm run test:sarif`. Runs only on Linux x64.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Log, Result } from 'sarif'
import { prepareCorpus } from './corpora.js'
import { projectsNamed } from './projects.js'
import { prepareBandit, run } from './python.js'

const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
const MULTITOOL = fileURLToPath(
  new URL('../node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool', import.meta.url),
)
/** Real code with more than 5,000 findings, and code with findings of nearly every rule. */
const MANY = 'dask'
const ALL = 'bandit-examples'

/** How many differences to show. */
const SHOWN = 10

interface Check {
  name: string
  faults: string[]
}

function main(folder: string): boolean {
  // Its package does this in an install script, which may be disabled.
  chmodSync(MULTITOOL, 0o755)
  const python = prepareBandit()
  const [many = '', all = ''] = projectsNamed([MANY, ALL]).map(
    project => prepareCorpus(project, python).parent,
  )
  const clean = join(folder, 'clean.py')
  writeFileSync(clean, 'import os\n')
  const checks: Check[] = [
    { name: 'a clean scan', faults: faultsOf(scan(folder, [clean], folder)) },
    { name: `the findings of ${ALL}`, faults: faultsOf(scan(folder, [ALL], all)) },
    findOutliers(ALL, scan(folder, [ALL], all)),
    findOutliers(MANY, scan(folder, [MANY], many)),
    compareFingerprints(scan(folder, [MANY], many), many),
  ]
  for (const { name, faults } of checks) {
    console.log(`${faults.length === 0 ? 'right' : 'WRONG'}: ${name}`)
    for (const fault of faults.slice(0, SHOWN)) console.log(`    ${fault}`)
  }
  const failed = checks.filter(({ faults }) => faults.length > 0).length
  console.log(`${checks.length - failed} tests passed`)
  if (failed > 0) console.log(`${failed} tests failed`)
  return failed === 0
}

/** Scans the targets and returns the path of the report. */
function scan(folder: string, targets: string[], cwd: string): string {
  const file = join(folder, 'report.sarif')
  run(process.execPath, [CLI, '-q', '-r', ...targets, '-f', 'sarif', '-o', file, '--exit-zero'], cwd)
  return file
}

/** Violations of the rules of SARIF or GitHub. Ignores notes, which concern what GitHub ignores or need the network. */
function faultsOf(file: string): string[] {
  const verdict = `${file}.verdict`
  const options = ['--rule-kind', 'Sarif;Gh', '--level', 'Error;Warning', '--log', 'ForceOverwrite']
  run(MULTITOOL, ['validate', file, ...options, '-o', verdict])
  const faults = resultsOf(read(verdict)).filter(({ level }) => level !== 'note')
  return faults.map(({ ruleId, level, message }) => `${level} ${ruleId}: ${JSON.stringify(message)}`)
}

/** DefectDojo tells findings apart by their fingerprints. It and GitHub take the severity from the rule. */
function findOutliers(name: string, file: string): Check {
  const log = read(file)
  const rules = log.runs[0]?.tool.driver.rules ?? []
  const seen = new Set<string>()
  const faults = resultsOf(log).flatMap(({ ruleId, ruleIndex = -1, level, fingerprints, properties }, at) => {
    const id = JSON.stringify(fingerprints)
    const isNew = !seen.has(id)
    seen.add(id)
    const rule = rules[ruleIndex]
    const isLikeRule =
      rule?.id === ruleId &&
      rule?.defaultConfiguration?.level === level &&
      severityOf(Number(rule?.properties?.['security-severity'])) === properties?.issue_severity
    return [
      ...(isNew ? [] : [`result ${at} has the fingerprints of another`]),
      ...(isLikeRule ? [] : [`result ${at} is unlike its rule, ${ruleId}`]),
    ]
  })
  return { name: `${seen.size} identities and severities of ${name}`, faults }
}

/** The severity that GitHub and DefectDojo derive from a rule's score. */
function severityOf(score: number): string {
  if (score >= 9) return 'CRITICAL'
  if (score >= 7) return 'HIGH'
  return score >= 4 ? 'MEDIUM' : 'LOW'
}

/** The Multitool computes fingerprints only for absolute URIs, and only for results that have none. */
function compareFingerprints(file: string, root: string): Check {
  const log = read(file)
  const ours = resultsOf(log).map(fingerprintOf)
  for (const result of resultsOf(log)) {
    const artifact = result.locations?.[0]?.physicalLocation?.artifactLocation
    if (artifact) artifact.uri = `${pathToFileURL(root)}/${artifact.uri}`
    delete artifact?.uriBaseId
    delete result.partialFingerprints
  }
  writeFileSync(file, JSON.stringify(log))
  const rewritten = `${file}.rewritten`
  const insert = ['--insert', 'RollingHashPartialFingerprints', '--log', 'ForceOverwrite']
  run(MULTITOOL, ['rewrite', file, '-o', rewritten, ...insert])
  const theirs = resultsOf(read(rewritten)).map(fingerprintOf)
  const faults = ours.flatMap((fingerprint, at) =>
    fingerprint && fingerprint === theirs[at] ? [] : [`result ${at}: ${fingerprint}, not ${theirs[at]}`],
  )
  if (ours.length < 5000) faults.push(`only ${ours.length} findings`)
  return { name: `${ours.length} fingerprints of ${MANY}`, faults }
}

function fingerprintOf({ partialFingerprints }: Result): string | undefined {
  return partialFingerprints?.primaryLocationLineHash
}

function resultsOf(log: Log): Result[] {
  return log.runs[0]?.results ?? []
}

function read(file: string): Log {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
}

const folder = mkdtempSync(join(tmpdir(), 'posse-sarif-'))
try {
  process.exitCode = main(folder) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
