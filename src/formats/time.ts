/** As Python prints an aware datetime: the fraction only where there is one. */
export function pythonDate(time: Date): string {
  const fraction = time.getUTCMilliseconds()
  return `${day(time)} ${clock(time)}${fraction ? `.${String(fraction * 1000).padStart(6, '0')}` : ''}+00:00`
}

/** ISO 8601 in whole seconds. */
export function isoSeconds(time: Date): string {
  return `${day(time)}T${clock(time)}Z`
}

/** By its parts: to print a time as a whole, V8 looks first for the zone that the system is in. */
function day(time: Date): string {
  return [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate()].map(twoDigits).join('-')
}

function clock(time: Date): string {
  return [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(twoDigits).join(':')
}

const twoDigits = (number: number) => String(number).padStart(2, '0')
