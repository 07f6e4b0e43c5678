import { fileURLToPath } from 'node:url'

/*
 * The files that run in threads of their own. The build puts its own in their place. They are functions, because every
 * check loads this, and few need a place, which takes Node a millisecond to find.
 */

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Loads rules. */
export const loadThread = () => file('./load-thread.ts')
/** Runs checks. */
export const checkThread = () => file('./check-thread.ts')
/** The pool of threads. */
export const poolLibrary = () => file('./pool-library.ts')
/** What rules import as `posse/rules`. */
export const rulesModule = () => file('./rules.ts')
