import { resolve } from 'node:path'
import type { Batch } from '../../../index.js'
import type { Configuration } from '../../configuration/configuration.js'
import { FindingField } from '../../native.js'
import { Finding } from '../../report/finding.js'
import { WIDTH } from '../../report/finding-row.js'
import { MetricsTable } from '../../report/metrics-table.js'
import type { Report } from '../../report/report.js'
import { RANKING } from '../../rules/levels.js'
import type { RuleInfo } from '../../rules/rule-info.js'
import { reportOf, type Scanned, startOf, takeFiles } from '../assemble.js'
import { DirectiveReader } from './directives.js'
import { type Notice, noticesOf } from './notices.js'
import { hiddenBecause, isTest } from './recommended.js'
import { type Comment, Suppressions } from './suppressions.js'

/** A comment, and its row in the batch. */
interface CommentRow extends Comment {
  readonly row: number
}

/** Everything that is known of a file before its findings are judged. */
interface FileAt {
  readonly place: number
  readonly source: { readonly name: string }
  readonly configuration: Configuration
  readonly path: string
}

/** Builds the report of a check. Decides for each finding whether it is reported, suppressed or hidden. */
export class CheckAssembler {
  private readonly reader: DirectiveReader
  private readonly placeOf: ReadonlyMap<string, number>
  /** Where the core reports each comment that may be a suppression. */
  private readonly commentRule: number

  constructor(
    private readonly rules: readonly RuleInfo[],
    private readonly configurationOf: (file: number) => Configuration,
    private readonly cwd: string,
  ) {
    this.reader = new DirectiveReader(rules)
    this.placeOf = new Map(rules.map(({ id }, place) => [id, place]))
    this.commentRule = this.placeOf.get('P001') ?? -1
  }

  assemble({ names, excluded, batches }: Scanned): Report {
    const table = new MetricsTable(names)
    const report: Report = reportOf(table, names, excluded)
    report.hidden = []
    report.suppressed = []
    report.comments = []
    for (const batch of batches) takeFiles(batch, table, report)
    table.forgetFindings()
    for (const batch of batches) for (const at of batch.found.keys()) this.readFile(batch, at, table, report)
    report.totals = table.totals()
    return report
  }

  private readFile(batch: Batch, at: number, table: MetricsTable, report: Report): void {
    const place = batch.firstFile + (batch.found[at] ?? 0)
    const source = table.file(place)
    const file = {
      place,
      source,
      configuration: this.configurationOf(place),
      path: resolve(this.cwd, source.name),
    }
    const end = batch.findingEnd[at] ?? 0
    const rows = Array.from(
      { length: end - startOf(batch.findingEnd, at) },
      (_, index) => index + startOf(batch.findingEnd, at),
    )
    const isComment = (row: number) => numberAt(batch, row, FindingField.Rule) === this.commentRule
    const comments = rows.filter(isComment).map(row => this.commentAt(batch, row, source))
    const suppressions = new Suppressions(comments, this.reader, file.configuration)
    const judge = new FileJudge(file, suppressions, table, report)
    const found: Finding[] = []
    for (const row of rows) {
      const rule = this.rules[numberAt(batch, row, FindingField.Rule)]
      if (rule && !isComment(row)) judge.take(this.findingAt(batch, row, rule, file), found)
    }
    const notices = [...suppressions.faults(id => judge.runs(id))].flatMap(
      ({ comment, id, message }): Notice[] => {
        const place = this.placeOf.get(id)
        const rule = this.rules[place ?? -1]
        if (place === undefined || !rule || !judge.runs(id)) return []
        return [
          {
            source,
            rule,
            place,
            severity: file.configuration.severity.get(id) ?? 'LOW',
            message,
            row: comment.row,
          },
        ]
      },
    )
    if (notices.length > 0) for (const finding of noticesOf(batch, notices)) judge.take(finding, found)
    for (const { comment, directive, used } of suppressions.list()) {
      const { word, form, ids, reason } = directive
      const { line } = comment
      const rules = [...ids]
      report.comments?.push({ file: source.name, line, word, form, rules, reason, suppresses: [...used] })
    }
    report.findings.push(...found.sort(byPlace))
  }

  private commentAt(batch: Batch, row: number, source: { readonly name: string }): CommentRow {
    const rule = this.rules[this.commentRule] as RuleInfo
    const { text, cell, line, start, firstLine, nosecLastLine } = new Finding(source, rule, batch, row)
    return { row, text, cell, line, column: start.column, first: firstLine, last: nosecLastLine }
  }

  /** A finding with the severity that the configuration gives it. */
  private findingAt(batch: Batch, row: number, rule: RuleInfo, { source, configuration }: FileAt): Finding {
    const severity = configuration.severity.get(rule.id)
    if (severity) batch.rows[row * WIDTH + FindingField.Severity] = RANKING.indexOf(severity)
    return new Finding(source, rule, batch, row)
  }
}

/** Decides about the findings of one file. */
class FileJudge {
  private readonly inTests: boolean
  private readonly ignored: ReadonlySet<string>

  constructor(
    private readonly file: FileAt,
    private readonly suppressions: Suppressions<CommentRow>,
    private readonly table: MetricsTable,
    private readonly report: Report,
  ) {
    const { configuration, path } = file
    this.inTests = configuration.profile === 'recommended' && isTest(path, configuration.root)
    this.ignored = configuration.ignoredIn(path)
  }

  /** Whether the findings of a rule count in this file. */
  runs(id: string): boolean {
    return this.file.configuration.rules.has(id) && !this.ignored.has(id)
  }

  /** Adds a finding to `found`, or to those that are suppressed or hidden, or drops it. */
  take(finding: Finding, found: Finding[]): void {
    const { id } = finding
    if (!this.runs(id)) return
    const { place, configuration } = this.file
    const comment = this.suppressions.suppress(id, finding.cell, ...linesOf(finding))
    if (comment) {
      this.report.suppressed?.push({ finding, comment: comment.text })
      return
    }
    const reason =
      configuration.profile === 'recommended'
        ? hiddenBecause(id, this.inTests, other => this.runs(other))
        : undefined
    if (reason !== undefined) {
      this.report.hidden?.push({ finding, reason })
      return
    }
    this.table.count(place, RANKING.indexOf(finding.severity), RANKING.indexOf(finding.confidence))
    found.push(finding)
  }
}

/** The lines on which a comment suppresses a finding. Of a function, its header. */
function linesOf({ kind, start, end }: Finding): [first: number, last: number] {
  return [start.line, kind === 'FunctionDef' ? start.line : end.line]
}

function byPlace(a: Finding, b: Finding): number {
  return a.cell - b.cell || a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

function numberAt(batch: Batch, row: number, field: FindingField): number {
  return batch.rows[row * WIDTH + field] ?? 0
}
