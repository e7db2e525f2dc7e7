import ajvFormats from 'ajv-formats/dist/formats.js'

/** Whether a string has a format, by the rules of its RFC; an unknown format constrains nothing. */
export function hasFormat(value: string, format: string): boolean {
  const definition = formats[format]
  if (definition === undefined || definition === true) return true
  if (definition instanceof RegExp) return definition.test(value)
  if (typeof definition === 'function') return definition(value)
  const { validate } = definition
  if (validate instanceof RegExp) return validate.test(value)
  return typeof validate !== 'function' || validate(value)
}

type StringFormat =
  | true
  | RegExp
  | ((value: string) => boolean)
  | { readonly type?: string; readonly validate?: unknown }

// ajv-formats types its number formats and string formats as one union; only the string ones are asked here.
const formats = ajvFormats.fullFormats as unknown as Readonly<
  Record<string, StringFormat & { validate?: (value: string) => boolean }>
>

/** Whether there is a rule for the format. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(formats, format) && formats[format] !== true
}
