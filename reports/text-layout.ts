import { plain, type Paint } from './paint.ts'

/** Breaks text into lines of at most so many characters, at spaces where there are any; existing breaks stay. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(width, 20)))
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = []
  let rest = Array.from(line)
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    const end = space > 0 ? space : width
    lines.push(rest.slice(0, end).join(''))
    rest = rest.slice(space > 0 ? space + 1 : end)
  }
  return [...lines, rest.join('')]
}

export interface LabelOptions {
  readonly width: number
  /** Where the text begins. */
  readonly column?: number
  readonly paint?: Paint
}

/** A label and its text, further lines indented to the text: `  came      418`. */
export function labelled(label: string, text: string, options: LabelOptions): readonly string[] {
  const { width, column = 12, paint = plain } = options
  const gap = text === '' ? '' : ' '.repeat(Math.max(column - 2 - label.length, 1))
  const head = `  ${paint('quiet', label)}${gap}`
  return wrap(text, width - column).map((line, i) => (i === 0 ? head : ' '.repeat(column)) + line)
}

/** The text cut to so many characters, the last one `…` where something was cut. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text)
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

/** `1 finding`, `2 findings`, `1,234 cases`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A whole number with thousands apart, the same on every machine. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** A duration for people: `320 ms`, `4.1 s`, `2 min 5 s`, `1 h 12 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}
