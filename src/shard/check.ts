import { FindingField, FindingText } from '../native.js'
import { isMapping } from '../python/value.js'
import { FIELDS, TEXTS } from '../report/finding-row.js'
import { FIX_CLASSES, isFix } from '../report/fix.js'
import { areSteps } from '../report/step.js'
import { RANKING } from '../rules/levels.js'
import { NODE_KINDS } from '../rules/rule-info.js'

/*
 * A digest only detects damage. Whoever writes a record also writes its digest, so its contents are checked before they
 * are used.
 */

type Check = (value: unknown) => boolean

const MAX = 2 ** 32 - 1
/** Parts are numbered with up to five digits. */
const MAX_PARTS = 99_999

const isText: Check = value => typeof value === 'string'
const isNumber: Check = value => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX
const isListOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)
const isTextOrNone: Check = value => value === undefined || isText(value)
// Reports write these as they are.
const isName: Check = value => isText(value) && /^\w+$/.test(String(value))
const isLink: Check = value => isText(value) && /^https:\/\/[\w.#/-]+$/.test(String(value))
const isLevel: Check = value => RANKING.some(level => level === value)
/** Numbers of each level. */
const isCounts: Check = value => isListOf(isNumber)(value) && Array.isArray(value) && value.length === 4

/** Whether the first line of a record has everything that is used, in the right types. */
export function isHeader(value: unknown): boolean {
  if (!isMapping(value) || !isMapping(value.part) || !isMapping(value.ini)) return false
  const { index, total } = value.part
  return (
    isNumber(index) &&
    isNumber(total) &&
    1 <= Number(index) &&
    Number(index) <= Number(total) &&
    Number(total) <= MAX_PARTS &&
    [value.settings, value.list].every(isText) &&
    Object.values(value.ini).every(isText) &&
    isListOf(isText)(value.columns) &&
    isListOf(isRule)(value.rules) &&
    isNumber(value.checks) &&
    isListOf(isText)(value.excluded) &&
    isListOf(isText)(value.unscanned) &&
    isListOf(isText)(value.unsetOptions) &&
    (value.check === undefined || (isMapping(value.check) && typeof value.check.fails === 'boolean'))
  )
}

const isRule: Check = value =>
  isText(value) ||
  (isMapping(value) &&
    isText(value.id) &&
    [value.name, value.testName].every(isName) &&
    isLink(value.link) &&
    [value.severity, value.confidence].every(isLevel) &&
    isNumber(value.cwe) &&
    isText(value.message) &&
    [value.doc, value.help].every(isTextOrNone) &&
    isListOf(kind => NODE_KINDS.some(known => known === kind))(value.kinds))

const isFailedCheck: Check = value =>
  isMapping(value) &&
  isNumber(value.line) &&
  (value.cell === undefined || isNumber(value.cell)) &&
  [value.id, value.testName, value.reason].every(isText)

const isRuleError: Check = value =>
  isMapping(value) &&
  isNumber(value.line) &&
  [value.id, value.reason].every(isText) &&
  (value.more === undefined || isNumber(value.more))

const isNotebookNote: Check = value =>
  isMapping(value) &&
  isTextOrNone(value.language) &&
  isListOf(isNumber)(value.refusedCells) &&
  isNumber(value.foreignCells)

/** Whether the line of a file has everything that is used, in the right types. `rules` is how many rules there are. */
export function isFileLine(value: unknown, rules: number): boolean {
  if (!isMapping(value)) return false
  const { name, path, skipped, notebook, loc, nosec, skippedTests, issues } = value
  const { failedChecks = [], ruleErrors = [], findings = [], suppressed = [], hidden = [], failOn } = value
  const isFinding = isRecorded(rules)
  const isSilenced: Check = each => isMapping(each) && isText(each.comment) && isFinding(each.finding)
  const isHidden: Check = each => isMapping(each) && isText(each.reason) && isFinding(each.finding)
  const isCounted = loc === undefined || [loc, nosec, skippedTests].every(isNumber)
  return (
    isText(name) &&
    [path, skipped].every(isTextOrNone) &&
    (notebook === undefined || isNotebookNote(notebook)) &&
    isCounted &&
    (issues === undefined ||
      (isMapping(issues) && isCounts(issues.severity) && isCounts(issues.confidence))) &&
    isListOf(isFailedCheck)(failedChecks) &&
    isListOf(isRuleError)(ruleErrors) &&
    isListOf(isFinding)(findings) &&
    isListOf(isSilenced)(suppressed) &&
    isListOf(isHidden)(hidden) &&
    (failOn === undefined || (isMapping(failOn) && [failOn.severity, failOn.confidence].every(isNumber)))
  )
}

/** A finding with more lines is not plausible, and every report lists them. */
const MAX_LINES = 10_000_000

/** Whether the ranges of lines end after they start, and are not too long. */
function hasRanges(numbers: readonly number[]): boolean {
  const at = (field: FindingField) => numbers[field] ?? 0
  const { FirstLine, LastLine, NosecLastLine, SpanLine, SpanEndLine } = FindingField
  const ranges = [
    [at(FirstLine), at(LastLine)],
    [at(FirstLine), at(NosecLastLine)],
    [at(SpanLine), at(SpanEndLine)],
  ] as const
  return ranges.every(([first, last]) => first <= last && last - first < MAX_LINES)
}

const isRecorded =
  (rules: number): Check =>
  value => {
    if (!Array.isArray(value)) return false
    const [numbers, hash, texts, code, hidden] = value
    return (
      isListOf(isNumber)(numbers) &&
      numbers.length === FIELDS.length &&
      numbers[FindingField.Rule] < rules &&
      hasRanges(numbers) &&
      isText(hash) &&
      isListOf(isText)(texts) &&
      texts.length === TEXTS.length &&
      areSteps(texts[FindingText.Steps]) &&
      isFix(texts[FindingText.FixText]) &&
      numbers[FindingField.FixRank] < FIX_CLASSES.length &&
      (numbers[FindingField.FixRank] === 0 || texts[FindingText.FixText] !== '') &&
      isText(code) &&
      isText(hidden)
    )
  }
