import type { Configuration } from '../../configuration/configuration.js'
import { hiddenBecause, isTest } from './recommended.js'

/** What becomes of the findings of a rule in a file, unless a comment suppresses them. */
export interface Verdict {
  /** Whether they count. */
  readonly runs: boolean
  /** Why they are hidden; undefined if they are shown. */
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
    const { reason } = this.of(id)
    if (reason !== undefined || judged === '' || this.configuration.profile !== 'recommended') return reason
    return this.configuration.named.has(id) ? undefined : judged
  }

  of(id: string): Verdict {
    let verdict = this.known.get(id)
    if (!verdict) {
      const isRecommended = this.configuration.profile === 'recommended'
      const reason = isRecommended ? hiddenBecause(id, this.inTests, other => this.runs(other)) : undefined
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

  /** The verdicts for a file, by its absolute path. */
  verdictsOn(path: string, configuration: Configuration): Verdicts {
    const inTests = configuration.profile === 'recommended' && isTest(path, configuration.root)
    const ignored = configuration.ignoredIn(path)
    const ofConfiguration = kept(this.known, configuration, () => new Map())
    const both = kept(ofConfiguration, ignored, () => [])
    const at = inTests ? 1 : 0
    both[at] ??= new Verdicts(configuration, ignored, inTests)
    return both[at]
  }
}

function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}
