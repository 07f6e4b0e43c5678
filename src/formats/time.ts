/** Formats a time as Python prints an aware datetime: with a fraction only if it is not zero. */
export function pythonDate(time: Date): string {
  const fraction = time.getUTCMilliseconds()
  return `${day(time)} ${clock(time)}${fraction ? `.${String(fraction * 1000).padStart(6, '0')}` : ''}+00:00`
}

/** Formats a time as ISO 8601 in UTC, in whole seconds. */
export function isoSeconds(time: Date): string {
  return `${day(time)}T${clock(time)}Z`
}

/** Built from its parts: to print a whole date, V8 first looks up the system's time zone. */
function day(time: Date): string {
  return [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate()].map(twoDigits).join('-')
}

function clock(time: Date): string {
  return [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(twoDigits).join(':')
}

const twoDigits = (number: number) => String(number).padStart(2, '0')
