import type { Comparison } from './compare.js'
import type { Corpus } from './corpora.js'
import { type CheckReport, checkReport, ourReport } from './programs.js'
import type { Report, Row } from './report.js'

/*
 * What `posse check` does with Bandit's findings: it shows, hides or suppresses each of them, and loses none.
 */

const PROFILES = ['recommended', 'audit', 'bandit']

/**
 * Compares the findings that `posse check` shows, hides and suppresses in each profile with those of the compatible mode
 * without nosec comments, and those with Bandit's own.
 */
export function compareProfiles(
  name: string,
  corpus: Corpus,
  theirs: Report,
  known: ReadonlySet<string>,
): Comparison {
  const all = ourReport(name, corpus, ['--ignore-nosec'])
  const bandits = theirs.results.filter(({ filename }) => !known.has(filename))
  const comparisons = PROFILES.map(profile => compareFates(all, checkReport(name, corpus, profile), profile))
  return {
    rows: comparisons.reduce((sum, { rows }) => sum + rows, 0),
    same: comparisons.reduce((sum, { same }) => sum + same, 0),
    differences: [
      ...without(placesOf(bandits), placesOf(all.results)).map(
        place => `${place} is only in Bandit's report`,
      ),
      ...comparisons.flatMap(({ differences }) => differences),
    ],
    stale: [],
  }
}

/** Compares by file, line and id, for Bandit's ids and for the files that both modes read. */
export function compareFates(
  { metrics, results }: Pick<Report, 'metrics' | 'results'>,
  checked: CheckReport,
  profile: string,
): Comparison {
  // Notebooks, stubs and scripts without a suffix are read by `posse check` only.
  const isCommon = ({ filename }: Row) => Object.hasOwn(metrics, filename)
  const expected = placesOf(results)
  const found = placesOf([...checked.results, ...checked.hidden, ...checked.suppressed].filter(isCommon))
  const missing = without(expected, found)
  const differences = [
    ...Object.keys(metrics)
      .filter(file => !Object.hasOwn(checked.metrics, file))
      .map(file => `${file} was not checked`),
    ...missing.map(place => `${place} is neither shown, hidden nor suppressed`),
    ...without(found, expected).map(place => `${place} is no finding of Bandit's`),
  ]
  return {
    rows: expected.length,
    same: expected.length - missing.length,
    differences: differences.map(difference => `${profile}: ${difference}`),
    stale: [],
  }
}

function placesOf(rows: readonly Row[]): string[] {
  return rows
    .filter(({ test_id }) => /^B\d{3}$/.test(test_id))
    .map(({ filename, line_number, test_id }) => `${filename}:${line_number} ${test_id}`)
}

/** The items that are left when those of another list are taken away, one for one. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return items.filter(item => {
    const count = left.get(item) ?? 0
    left.set(item, count - 1)
    return count <= 0
  })
}
