import { flowKinds as describe } from '../native.js'

/** What a value from a flow source does at a sink, as the core describes it. */
export interface FlowKind {
  /** As in `sql`. */
  readonly name: string
  /** The id of the rule about it. */
  readonly rule: string
}

let known: readonly FlowKind[] | undefined

/** All kinds of sinks. */
export function flowKinds(): readonly FlowKind[] {
  known ??= JSON.parse(describe()) as readonly FlowKind[]
  return known
}
