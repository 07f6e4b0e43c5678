import type {
  Invocation,
  Location,
  Notification,
  ReportingDescriptor,
  Result,
  Run,
  ThreadFlowLocation,
} from 'sarif'
import type { Finding } from '../../report/finding.js'
import { type Report, ruleErrorText, type SuppressedFinding } from '../../report/report.js'
import type { Step, StepKind } from '../../report/step.js'
import { version } from '../../version.js'
import { annotationOf, bySeverity } from '../annotations.js'
import { numberedLines } from '../excerpt-lines.js'
import type { FormatOptions } from '../format.js'
import { codeInMarkdown, inMarkdown } from '../in-markdown.js'
import { stableIds } from '../stable-ids.js'
import { jsonArray } from './json-array.js'
import { jsonText } from './json-text.js'
import { levelOf, ruleDescriptors, ruleIdOf, variantsOf } from './sarif-rules.js'
import { contextOf } from './sarif-snippets.js'
import { baseUri, uriOf } from './uri.js'

/** GitHub code scanning rejects a run with more results. */
const MAX_RESULTS = 25_000
/** How many results of a run GitHub shows. */
const MAX_SHOWN = 5000
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
const ROOT = '%SRCROOT%'

/**
 * SARIF 2.1.0, tailored to GitHub code scanning: one run that describes all enabled rules, and a rule once more for each
 * lower severity of its findings, because GitHub takes the severity from the rule. Nothing in it depends on the time or
 * the working directory.
 */
export function* sarif(report: Report, options: FormatOptions): Generator<string> {
  const kept = mostSevere(report, options)
  const findings = [...kept.findings, ...kept.suppressed.map(({ finding }) => finding)]
  const variants = variantsOf(findings)
  const found = new Set(findings.map(({ id }) => id))
  const { rules: which = 'all' } = options.sarif ?? {}
  const rules = which === 'all' ? report.rules : report.rules.filter(({ id }) => found.has(id))
  const pathOf = options.pathOf ?? (name => name)
  const skipped = report.skipped.map(({ name, reason }) =>
    notificationOf(`The file was skipped: ${reason}.`, pathOf(name)),
  )
  const failed = report.failedChecks.map(({ file, cell, line, id, reason }) => {
    // The line of a cell is not one of its file.
    const [place, inFile] = cell === undefined ? ['here', line] : [`in line ${line} of cell ${cell}`]
    const text = `${id} may miss a finding ${place}, because Bandit's check fails: ${reason}.`
    return notificationOf(text, pathOf(file), inFile)
  })
  const rulesFailed = (report.ruleErrors ?? []).map(error =>
    notificationOf(`A finding may be missing: ${ruleErrorText(error)}.`, pathOf(error.file), error.line),
  )
  const cells = (report.notebooks ?? []).flatMap(({ name, refusedCells }) =>
    refusedCells.map(cell =>
      notificationOf(`Cell ${cell} was skipped: it is not valid Python.`, pathOf(name)),
    ),
  )
  const unset = report.unsetOptions.map(
    (option): Notification => ({
      level: 'error',
      message: { text: `The settings lack ${option}: rules that need it find nothing.` },
    }),
  )
  yield head(rules.length > 0 ? ruleDescriptors(rules, variants, which === 'brief') : [], options, {
    // Without this, GitHub closes the alerts of a target that was mistyped, and of a rule that has lost its options.
    executionSuccessful: report.unscanned.length + unset.length === 0,
    ...listed('toolExecutionNotifications', [...skipped, ...cells, ...failed, ...rulesFailed]),
    // Jenkins reads skipped files from here.
    ...listed('toolConfigurationNotifications', [...skipped, ...unset]),
  })
  const indexes = new Map([...rules.map(({ id }) => id), ...variants.keys()].map((id, index) => [id, index]))
  const shown = [...kept.findings, ...kept.suppressed.map(({ finding }) => finding)]
  const ids = stableIds(shown, pathOf)
  const resultOf = (finding: Finding): Result => ({
    ruleId: ruleIdOf(finding),
    ruleIndex: indexes.get(ruleIdOf(finding)) ?? -1,
    level: levelOf(annotationOf(finding.severity)),
    message: { text: messageOf(finding.text) },
    locations: [{ physicalLocation: physicalLocation(finding, pathOf), ...cellOf(finding) }],
    fingerprints: { 'posse/v1': ids.get(finding) ?? '' },
    ...partialFingerprints(finding, report.lineHashes?.get(finding)),
    ...flowOf(finding, uriOf(pathOf(finding.file))),
    ...fixesOf(finding, uriOf(pathOf(finding.file))),
    properties: { issue_severity: finding.severity, issue_confidence: finding.confidence },
  })
  const suppressedOf = ({ finding, comment }: SuppressedFinding): Result => ({
    ...resultOf(finding),
    suppressions: [{ kind: 'inSource', justification: comment }],
  })
  yield* jsonArray([...kept.findings, ...kept.suppressed], each =>
    'finding' in each ? suppressedOf(each) : resultOf(each),
  )
  yield '}]}\n'
}

/** The report of a scan that crashed. GitHub then shows that the analysis failed, and keeps its alerts. */
export function* failedSarif(options: Pick<FormatOptions, 'sarif'>): Generator<string> {
  const text = 'posse broke down before its scan was complete; its standard error says where.'
  yield head([], options, {
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: 'error', message: { text } }],
  })
  yield '[]}]}\n'
}

/** Everything before the results. */
function head(
  rules: ReportingDescriptor[],
  { sarif }: Pick<FormatOptions, 'sarif'>,
  invocation: Invocation,
): string {
  const run: Omit<Run, 'results'> = {
    tool: {
      driver: {
        name: 'posse',
        informationUri: 'https://github.com/posse-scanner/posse',
        version: version(),
        semanticVersion: version(),
        rules,
      },
    },
    automationDetails: { id: `${sarif?.category ?? 'posse'}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      // By default without a URI, which SARIF allows (3.14.14): a report does not tell where it was made, and is the same
      // everywhere, also from a merge.
      [ROOT]: {
        ...(sarif?.root !== undefined && { uri: baseUri(sarif.root) }),
        description: { text: 'The top folder of the repository.' },
      },
    },
    invocations: [invocation],
  }
  return `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[${jsonText(run).slice(0, -1)},\n"results":`
}

/** A property with notifications, if there are any. */
function listed(name: string, notifications: readonly Notification[]) {
  return notifications.length > 0 ? { [name]: notifications } : {}
}

/** A warning about a file, or a line of it. */
function notificationOf(text: string, path: string, line?: number): Notification {
  const artifactLocation = { uri: uriOf(path), uriBaseId: ROOT }
  const region = line === undefined ? {} : { region: { startLine: line } }
  return {
    level: 'warning',
    message: { text: messageOf(text) },
    locations: [{ physicalLocation: { artifactLocation, ...region } }],
  }
}

/** A message in plain text, in which SARIF takes brackets for links unless they follow a backslash. */
function messageOf(text: string): string {
  return withoutLinks(inMarkdown(text))
}

function withoutLinks(markdown: string): string {
  return markdown.replace(/\\*[[\]]/g, each => each.replace(/[\\[\]]/g, '\\$&'))
}

function physicalLocation(finding: Finding, pathOf: (name: string) => string) {
  const { start, end } = finding
  const artifactLocation = { uri: uriOf(pathOf(finding.file)), uriBaseId: ROOT }
  if (finding.cell > 0)
    return { artifactLocation, region: { startLine: finding.fileLine, endLine: finding.fileEndLine } }
  const { snippet, contextRegion } = contextOf(finding)
  return {
    artifactLocation,
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
      ...(snippet !== undefined && { snippet: { text: snippet } }),
    },
    ...(contextRegion && { contextRegion }),
  }
}

/** The cell of a notebook, whose file has a line for each line of a cell at best. */
function cellOf({ cell, cellId, start }: Finding): Pick<Location, 'logicalLocations'> {
  return cell === 0 ? {} : logicalLocation(cell, start, cellId)
}

function logicalLocation(cell: number, { line, column }: Finding['start'], id?: string) {
  const name = `cell ${cell}`
  return {
    logicalLocations: [
      {
        name,
        fullyQualifiedName: `${name}:${line}:${column}`,
        ...(id && { properties: { cell_id: id } }),
      },
    ],
  }
}

/** What SARIF calls the kinds of steps. */
const STEP_KINDS: Readonly<Record<StepKind, string[]>> = {
  source: ['acquire', 'taint'],
  assigned: ['value', 'taint'],
  passed: ['call', 'taint'],
  sink: ['danger', 'taint'],
}

/** The steps of a value to a finding, and where it comes from. */
function flowOf({ hasSteps, steps }: Finding, uri: string): Pick<Result, 'codeFlows' | 'relatedLocations'> {
  const [source] = steps
  if (!hasSteps || !source) return {}
  const locations = steps.map(
    (step, at): ThreadFlowLocation => ({
      executionOrder: at + 1,
      kinds: STEP_KINDS[step.kind],
      location: locationOf(step, uri),
    }),
  )
  return {
    codeFlows: [{ threadFlows: [{ locations }] }],
    relatedLocations: [{ id: 1, ...locationOf(source, uri) }],
  }
}

/** What mends a finding. In a notebook, that changes the strings of its JSON. */
function fixesOf({ fix, cell }: Finding, uri: string): Pick<Result, 'fixes'> {
  if (!fix || fix.edits.length === 0) return {}
  if (cell > 0 && fix.edits.some(({ inFile }) => !inFile)) return {}
  const replacements = fix.edits.map(edit => {
    const { start, end } = edit.inFile ?? edit
    return {
      deletedRegion: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
      },
      insertedContent: { text: edit.inFile ? JSON.stringify(edit.text).slice(1, -1) : edit.text },
    }
  })
  const description = { text: withoutLinks(`${fix.title} (${fix.class})`) }
  return {
    fixes: [{ description, artifactChanges: [{ artifactLocation: { uri, uriBaseId: ROOT }, replacements }] }],
  }
}

/** The place of a step. In a notebook, it is not known where in the file that is. */
function locationOf({ kind, cell, start, end, text }: Step, uri: string): Location {
  const artifactLocation = { uri, uriBaseId: ROOT }
  const words = kind === 'passed' ? `passed ${inMarkdown(text)}` : `${kind}: ${codeInMarkdown(text)}`
  const message = { text: withoutLinks(words) }
  if (cell > 0) return { physicalLocation: { artifactLocation }, ...logicalLocation(cell, start), message }
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
  return { physicalLocation: { artifactLocation, region }, message }
}

/**
 * The line and the column of a finding, as CodeQL identifies them: the column counts from the first character of the
 * line that is not blank. A wrong fingerprint is worse than none, because GitHub's action computes a missing one.
 */
function partialFingerprints(
  { code, start }: Finding,
  hash: string | undefined,
): Pick<Result, 'partialFingerprints'> {
  if (!hash) return {}
  const line = numberedLines(code).find(({ number }) => number === start.line)?.text
  if (line === undefined) return { partialFingerprints: { primaryLocationLineHash: hash } }
  const column = start.column - 1 - (line.length - line.trimStart().length)
  return {
    partialFingerprints: {
      primaryLocationLineHash: hash,
      primaryLocationStartColumnFingerprint: String(Math.max(column, 0)),
    },
  }
}

/** Keeps the most severe findings up to the limit, and suppressed ones if there is room, in the order of the scan. */
function mostSevere({ findings, suppressed = [] }: Report, { sarif, log }: FormatOptions) {
  const max = sarif?.maxResults ?? MAX_RESULTS
  const dropped = findings.length + suppressed.length - max
  const shown = Math.min(findings.length, max)
  if (shown > MAX_SHOWN)
    log?.warning(`SARIF: GitHub shows only the ${MAX_SHOWN} most severe of ${shown} results`)
  if (dropped <= 0) return { findings, suppressed }
  log?.warning(`SARIF: omitted the ${dropped} least severe results to stay within the limit of ${max}`)
  const kept = new Set(bySeverity(findings).slice(0, max))
  return {
    findings: findings.filter(finding => kept.has(finding)),
    suppressed: suppressed.slice(0, max - kept.size),
  }
}
