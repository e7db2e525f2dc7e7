import type { Json } from '../../core/json.ts'
import { textOf } from '../text.ts'

/** A text or opaque body: a string stands for itself (as UTF-8), everything else for its JSON text. */
export function encodeText(value: Json): string {
  return textOf(value)
}
