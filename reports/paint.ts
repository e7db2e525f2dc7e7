import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** Colours of our output, by what they mean. */
export type Tone = 'good' | 'bad' | 'doubtful' | 'quiet' | 'strong'

/** Colours a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string

/** For files and for terminals without colours. */
export const plain: Paint = (_tone, text) => text

const FORMATS: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = {
  good: 'green',
  bad: 'red',
  doubtful: 'yellow',
  quiet: 'dim',
  strong: 'bold',
}

/** Colours where the stream is a terminal that shows them and neither `NO_COLOR` nor `--no-color` says otherwise. */
export function paintFor(stream: Writable, noColor: boolean): Paint {
  if (noColor) return plain
  return (tone, text) => styleText(FORMATS[tone], text, { stream })
}
