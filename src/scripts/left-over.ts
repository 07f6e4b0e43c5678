/*
 * What code leaves for later, such as timers and requests. Nobody waits for it, so its errors would be lost.
 */

/** How long it may take, in milliseconds. */
export const LEFT_OVER = 1000
/** How often it is looked at. */
const PAUSE = 5

/** What goes on in this thread, since this was made. */
export class LeftOver {
  private before = active()

  /** Waits until what has begun since then has ended, but not for long. Returns the kind of what has not ended. */
  async ended(): Promise<string | undefined> {
    // What is due at once, such as the rest of an asynchronous function.
    await new Promise(setImmediate)
    let kind = this.kind()
    for (const start = Date.now(); kind !== undefined && Date.now() - start < LEFT_OVER; kind = this.kind())
      // A timer that keeps nothing going is not one of those that are looked for.
      await new Promise(resolve => setTimeout(resolve, PAUSE).unref())
    // It is told once.
    this.before = active()
    return kind
  }

  private kind(): string | undefined {
    for (const [kind, count] of active()) if (count > (this.before.get(kind) ?? 0)) return kind
    return undefined
  }
}

/** How many timers, requests and others keep this thread going, by their kind. */
function active(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}
