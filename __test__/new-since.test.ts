import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { folder, posse, report } from './posse.js'
import { repository, type ScratchRepository } from './repository.js'

/** Pseudo-random numbers, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

const LINES = [
  'exec("1")',
  'eval(x)',
  'import pickle',
  'x = 1',
  'assert x',
  'exec(y)',
  '# nosec',
  'exec(x)  # nosec',
]

/** A history in which files are added, changed, renamed and removed, with many repeated lines. */
function makeHistory({ path, commit }: ScratchRepository, seed: number): string[] {
  const next = numbers(seed)
  const files = new Map<string, string[]>()
  const someLine = () => LINES[next(LINES.length)] ?? ''
  const someFile = () => [...files.keys()][next(files.size)] ?? ''
  const commits: string[] = []
  for (let round = 0; round < 5; round++) {
    for (let n = 0; n < 4; n++) {
      // Unique lines let git recognize the file after a rename.
      const own = Array.from({ length: 8 }, (_, line) => `v${round}_${n}_${line} = ${next(1000)}`)
      files.set(`d${next(3)}/f${round}${n}.py`, [...own, ...Array.from({ length: 6 }, someLine)])
    }
    for (let n = 0; n < 6; n++) {
      const lines = files.get(someFile()) ?? []
      lines.splice(next(lines.length), next(2), someLine())
    }
    const gone = someFile()
    files.delete(gone)
    rmSync(join(path, gone), { force: true })
    const old = someFile()
    commit(Object.fromEntries([...files].map(([name, lines]) => [name, `${lines.join('\n')}\n`])))
    files.set(`d0/moved${round}.py`, files.get(old) ?? [])
    files.delete(old)
    renameSync(join(path, old), join(path, `d0/moved${round}.py`))
    commits.push(commit())
  }
  return commits
}

/** The renames since a commit that git detects, by old name. */
function renamesSince(base: string, { git }: ScratchRepository): Map<string, string> {
  const names = git('diff', '--name-status', '--find-renames', '--diff-filter=R', base).split('\n')
  return new Map(names.filter(Boolean).map(line => line.split('\t').slice(1) as [string, string]))
}

for (const seed of [1, 2, 3]) {
  test(`--new-since equals the exact difference of two full scans, history ${seed}`, async t => {
    const scratch = repository(t)
    const { path, git } = scratch
    const commits = makeHistory(scratch, seed)
    const full = await report(['-r', '.'], { cwd: path })
    const counts: number[] = []
    for (const base of commits.slice(0, -1)) {
      const elsewhere = folder(t)
      git('worktree', 'add', '--quiet', join(elsewhere, 'tree'), base)
      const before = await report(['-r', '.'], { cwd: join(elsewhere, 'tree') })
      const renames = renamesSince(base, scratch)
      const nowCalled = (name: string) =>
        `./${renames.get(name.slice('./'.length)) ?? name.slice('./'.length)}`
      const known = join(elsewhere, 'known.json')
      const results = before.results.map(each => ({ ...each, filename: nowCalled(each.filename) }))
      writeFileSync(known, JSON.stringify({ results }))

      const difference = await report(['-r', '.', '-b', known, '--baseline-match=exact'], { cwd: path })
      const direct = await report(['-r', '.', '--new-since', base], { cwd: path })
      t.deepEqual(direct.results, difference.results)
      t.is(direct.status, difference.status)
      counts.push(direct.results.length)
    }
    t.true(
      counts.every(count => count > 0 && count < full.results.length),
      String(counts),
    )
    t.is((await posse(['-r', '.', '--new-since', 'HEAD', '-q'], { cwd: path })).stdout, '')
  })
}
