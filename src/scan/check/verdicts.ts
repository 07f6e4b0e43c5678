import { resolve, sep } from 'node:path'
import type { Configuration } from '../../configuration/configuration.js'
import { hiddenBecause, isTestFile, isTestFolder } from './recommended.js'

/** What becomes of the findings of a rule in a file, unless a comment suppresses them. */
export interface Verdict {
  /** Whether they count. */
  readonly runs: boolean
  /** Why the profile `recommended` hides them; undefined if it shows them. */
  readonly reason: string | undefined
}

/** The verdicts for files in which the same rules count. Each rule is judged once. */
export class Verdicts {
  private readonly known = new Map<string, Verdict>()

  constructor(
    private readonly configuration: Configuration,
    private readonly ignored: ReadonlySet<string>,
    private readonly inTests: boolean,
  ) {}

  /** Why a finding is hidden. `judged` is why the core thinks so; empty if it does not. */
  reasonFor(id: string, judged: string): string | undefined {
    return this.configuration.profile === 'recommended' ? this.reasonInRecommended(id, judged) : undefined
  }

  /** The same for the profile `recommended`, whatever the profile is. */
  reasonInRecommended(id: string, judged: string): string | undefined {
    const { reason } = this.of(id)
    if (reason !== undefined || judged === '') return reason
    return this.configuration.named.has(id) ? undefined : judged
  }

  of(id: string): Verdict {
    let verdict = this.known.get(id)
    if (!verdict) {
      const reason = hiddenBecause(id, this.inTests)
      verdict = { runs: this.runs(id), reason }
      this.known.set(id, verdict)
    }
    return verdict
  }

  private runs(id: string): boolean {
    return this.configuration.rules.has(id) && !this.ignored.has(id)
  }
}

/** The verdicts of a run. Most of its files have the same. */
export class Judges {
  /** By the configuration, by the rules that are left out, and then for tests and others. */
  private readonly known = new Map<Configuration, Map<ReadonlySet<string>, [Verdicts?, Verdicts?]>>()
  /** Absolute paths of folders, by their names in the report. */
  private readonly folders = new Map<string, string>()
  /** Whether a folder is part of tests. */
  private readonly tests = new Map<Configuration, Map<string, boolean>>()

  constructor(private readonly cwd: string) {}

  /** The verdicts for a file, by its name in the report. */
  verdictsOn(name: string, configuration: Configuration): Verdicts {
    // On Windows, both kinds of slash are separators.
    const cut = Math.max(name.lastIndexOf('/'), name.lastIndexOf(sep)) + 1
    const folder = kept(this.folders, name.slice(0, cut), written => resolve(this.cwd, written))
    const base = name.slice(cut)
    const inTests =
      configuration.profile !== 'bandit' && (isTestFile(base) || this.isInTests(folder, configuration))
    const ignored = configuration.ignoredIn(folder.endsWith(sep) ? folder + base : folder + sep + base)
    const ofConfiguration = kept(this.known, configuration, () => new Map())
    const both = kept(ofConfiguration, ignored, () => [])
    const at = inTests ? 1 : 0
    both[at] ??= new Verdicts(configuration, ignored, inTests)
    return both[at]
  }

  private isInTests(folder: string, configuration: Configuration): boolean {
    const ofConfiguration = kept(this.tests, configuration, () => new Map())
    return kept(ofConfiguration, folder, () => isTestFolder(folder, configuration.root))
  }
}

function kept<K, V>(known: Map<K, V>, key: K, make: (key: K) => V): V {
  let found = known.get(key)
  if (found === undefined) {
    found = make(key)
    known.set(key, found)
  }
  return found
}
