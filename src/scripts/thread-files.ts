import { fileURLToPath } from 'node:url'

/*
 * The files that run in threads of their own. The build puts its own in their place.
 */

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Loads rules. */
export const LOAD_THREAD = file('./load-thread.ts')
/** Runs checks. */
export const CHECK_THREAD = file('./check-thread.ts')
/** The pool of threads. */
export const POOL = file('./pool-library.ts')
/** What rules import as `posse/rules`. */
export const RULES_MODULE = file('./rules.ts')
