import { HarnessError } from '../core/harness-error.ts'

/** An error as a user reads it: what was expected and where, an excerpt, what to do; a stack only when asked for. */
export function renderError(error: unknown, options: { readonly debug: boolean }): string {
  const lines: string[] = []
  if (error instanceof HarnessError) {
    const { position, excerpt, hint, code } = error
    const place = position === undefined ? '' : `${position.file}:${position.line}:${position.column}: `
    // A message may say its place itself.
    lines.push(`error (${code}): ${error.message.startsWith(place) ? '' : place}${error.message}`)
    if (excerpt !== undefined) lines.push(excerpt)
    if (hint !== undefined) lines.push(hint)
  } else {
    const message = error instanceof Error ? error.message : String(error)
    lines.push(
      `error (internal): ${message}`,
      'This is a fault of payroc-conformance itself. Run again with --debug and report what it prints.',
    )
  }
  if (options.debug && error instanceof Error) lines.push(stackOf(error))
  return `${lines.join('\n')}\n`
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
