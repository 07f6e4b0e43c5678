/** How many unchanged lines are shown around a change. */
const CONTEXT = 3
/** How far the place is looked for at which two texts go on alike. */
const REACH = 200

/** Lines that differ: from `before` on `removed` of them go, and from `after` on `added` come. */
interface Change {
  before: number
  removed: number
  after: number
  added: number
}

/** The unified diff of two contents of a file, as bytes: those of the file stay as they are. */
export function unifiedDiff(name: string, before: Uint8Array, after: Uint8Array): Buffer {
  const [old, now] = [linesOf(before), linesOf(after)]
  const changes = changesOf(old, now)
  if (changes.length === 0) return Buffer.alloc(0)
  const hunks = grouped(changes).map(group => hunk(group, old, now))
  return Buffer.concat([Buffer.from(`--- ${name}\n+++ ${name}\n`), Buffer.from(hunks.join(''), 'latin1')])
}

/** The lines of a content, each with its end. Each letter stands for a byte. */
function linesOf(content: Uint8Array): string[] {
  return (
    Buffer.from(content)
      .toString('latin1')
      .match(/[^\n]*\n|[^\n]+$/g) ?? []
  )
}

/** Finds the changes in time that is proportional to the texts. They are right, but need not be the fewest. */
function changesOf(old: readonly string[], now: readonly string[]): Change[] {
  const changes: Change[] = []
  let [before, after] = [0, 0]
  while (before < old.length || after < now.length) {
    if (before < old.length && old[before] === now[after]) {
      before++
      after++
      continue
    }
    const [removed, added] = distance(old, now, before, after)
    changes.push({ before, removed, after, added })
    before += removed
    after += added
  }
  return changes
}

/** How many lines go and come before both texts go on alike. */
function distance(
  old: readonly string[],
  now: readonly string[],
  before: number,
  after: number,
): [number, number] {
  const isEqual = (removed: number, added: number) => {
    const [one, other] = [old[before + removed], now[after + added]]
    if (one !== other) return false
    // A single line may be alike by chance, such as a bracket.
    return one === undefined || old[before + removed + 1] === now[after + added + 1]
  }
  for (let total = 1; total <= REACH; total++)
    for (let removed = total; removed >= 0; removed--)
      if (
        before + removed <= old.length &&
        after + total - removed <= now.length &&
        isEqual(removed, total - removed)
      )
        return [removed, total - removed]
  return [old.length - before, now.length - after]
}

/** Changes that are so near to one another that the lines between are shown. */
function grouped(changes: readonly Change[]): [Change, ...Change[]][] {
  const groups: [Change, ...Change[]][] = []
  for (const change of changes) {
    const last = groups.at(-1)
    const end = last?.at(-1)
    if (last && end && change.before - (end.before + end.removed) <= 2 * CONTEXT) last.push(change)
    else groups.push([change])
  }
  return groups
}

function hunk(group: [Change, ...Change[]], old: readonly string[], now: readonly string[]): string {
  const [first] = group
  const last = group.at(-1) ?? first
  const lead = Math.min(CONTEXT, first.before)
  const [from, to] = [first.before - lead, Math.min(last.before + last.removed + CONTEXT, old.length)]
  const [start, end] = [first.after - lead, last.after + last.added + to - (last.before + last.removed)]
  let text = `@@ -${range(from, to)} +${range(start, end)} @@\n`
  let at = from
  for (const { before, removed, after, added } of group) {
    text += shown(' ', old.slice(at, before))
    text += shown('-', old.slice(before, before + removed))
    text += shown('+', now.slice(after, after + added))
    at = before + removed
  }
  return text + shown(' ', old.slice(at, to))
}

function range(from: number, to: number): string {
  const count = to - from
  if (count === 1) return String(from + 1)
  return `${count === 0 ? from : from + 1},${count}`
}

function shown(mark: string, lines: readonly string[]): string {
  return lines
    .map(line => (line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`))
    .join('')
}
