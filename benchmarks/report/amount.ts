import type { Quantity } from '../figures.js'

/** An amount with three significant digits and a suitable unit. */
export function amountText(amount: number, quantity: Quantity): string {
  if (quantity === 'memory') return `${(amount / 2 ** 20).toFixed(0)} MiB`
  if (quantity === 'time per byte') return `${digits(amount * 1e9)} ns`
  return amount < 1 ? `${digits(amount * 1000)} ms` : `${digits(amount)} s`
}

/** A number with three significant digits, or with all its integer digits if there are more. */
export function digits(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value.toFixed(value >= 10 ? 1 : 2)
}

/** Millions with one decimal, thousands with none. */
export function countText(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} million` : Math.round(count).toLocaleString('en')
}
