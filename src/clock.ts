/** The time a report gives for its run: SOURCE_DATE_EPOCH (whole seconds) where it is set, else now. */
export function reportTime(): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date()
}

/** As Python prints an aware datetime: the fraction only where there is one. */
export function pythonDate(time: Date): string {
  const fraction = time.getUTCMilliseconds()
  const [day, clock] = time.toISOString().split(/[T.]/)
  return `${day} ${clock}${fraction ? `.${String(fraction * 1000).padStart(6, '0')}` : ''}+00:00`
}

/** ISO 8601 in whole seconds. */
export function isoSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
