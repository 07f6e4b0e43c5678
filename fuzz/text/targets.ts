import type { Target } from './target.js'

/** The readers of texts, by name. Each is loaded when it runs. */
export const TEXT_TARGETS: Readonly<Record<string, () => Promise<Target>>> = {
  nosec: async () => (await import('./nosec.js')).nosec,
  yaml: async () => (await import('./settings.js')).yaml,
  toml: async () => (await import('./settings.js')).toml,
  ini: async () => (await import('./ini.js')).ini,
  baseline: async () => (await import('./baseline.js')).baseline,
  template: async () => (await import('./template.js')).template,
  shard: async () => (await import('./record.js')).recordTarget(),
}
