import { defineRule } from '../src/scripts/rules.js'

/*
 * Rules that are wrong, each of which the types refuse. `npm run lint` fails if they do not.
 */

const base = { id: 'ACME1', message: 'm' } as const

defineRule({
  ...base,
  on: { call: ['a.b'], string: true },
  check(node, context) {
    // @ts-expect-error: a string has no arguments
    node.argument(0)
    if (node.kind === 'call') context.report(node.argument(0) ?? node, { severity: 'low' })
    else context.report(node, { message: node.target ?? node.value })
  },
})

// @ts-expect-error: nothing is called so
defineRule({ ...base, on: { cal: ['a.b'] }, check: () => undefined })

// @ts-expect-error: a name is a string
defineRule({ ...base, on: { call: [1] }, check: () => undefined })

// @ts-expect-error: the message is missing
defineRule({ id: 'ACME1', on: { call: true }, check: () => undefined })

// @ts-expect-error: a level is a word
defineRule({ ...base, severity: 'HIGH', on: { call: true }, check: () => undefined })

// @ts-expect-error: nobody waits for a check
defineRule({ ...base, on: { call: true }, check: async () => undefined })

defineRule({
  ...base,
  on: { call: true },
  check(call, context) {
    const first = call.argument(0)
    // @ts-expect-error: it may not be given
    context.report(first)
    // @ts-expect-error: only constants have a value
    first?.value
    // @ts-expect-error: a line is no place
    context.report(3)
    if (first?.kind === 'string') first.value.trim()
  },
})
