/** A module may have this many rules: more are made by mistake, and take longer to check than code does. */
const MOST_RULES = 10_000

/** The rules of a module: what it exports by default, a rule or a list of rules. */
export function rulesIn(module: unknown): unknown[] {
  const exported = defaultOf(module)
  if (exported === undefined || exported === null)
    throw new Error('it exports no rule: use export default defineRule({...})')
  if (typeof (exported as { then?: unknown }).then === 'function')
    throw new Error('it exports a promise, not a rule: use await')
  const rules: unknown[] = Array.isArray(exported) ? exported : [exported]
  if (rules.length === 0) throw new Error('it exports an empty list: there is no rule in it')
  if (rules.length > MOST_RULES)
    throw new Error(`it exports ${rules.length} rules, but a module may have ${MOST_RULES}`)
  const other = rules.find(rule => typeof rule !== 'object' || rule === null)
  if (other !== undefined)
    throw new Error(`it exports a ${typeof other}, not a rule: use export default defineRule({...})`)
  return rules
}

/** Whether a module has the syntax of ES modules, but Node reads it as CommonJS: its `package.json` says so. */
export function isModuleInDisguise(error: unknown): boolean {
  const text = String(error)
  return /^SyntaxError: (?:Cannot use import statement outside a module|Unexpected token 'export')/.test(text)
}

/** The default export. That of a CommonJS module in disguise is one level deeper, and one by itself is none. */
function defaultOf(module: unknown): unknown {
  if (typeof module !== 'object' || module === null || !('default' in module)) {
    const isModule = (module as { [Symbol.toStringTag]?: unknown } | null)?.[Symbol.toStringTag] === 'Module'
    const isEmpty = typeof module === 'object' && module !== null && Object.keys(module).length === 0
    return isModule || isEmpty ? undefined : module
  }
  const exported = module.default
  const isNested = typeof exported === 'object' && exported !== null && !('check' in exported)
  return isNested && 'default' in exported ? exported.default : exported
}

/** What of a rule can leave its thread, and whether it has a check. */
export function said(rule: unknown): unknown {
  if (typeof rule !== 'object' || rule === null) return String(rule)
  const { check, ...rest } = rule as { check?: unknown }
  return {
    ...JSON.parse(JSON.stringify(rest, sendable)),
    ...(check !== undefined && { check: kindOf(check) }),
  }
}

function sendable(_: string, value: unknown): unknown {
  if (!(value instanceof RegExp)) return value
  throw new Error(`write ${String(value)} as a string: not JavaScript, but the core looks for it`)
}

/** Nobody would run what a generator returns. */
function kindOf(check: unknown): string {
  const isGenerator = /GeneratorFunction\]$/.test(Object.prototype.toString.call(check))
  return isGenerator ? 'generator' : typeof check
}
