/**
 * What stack traces and raw database errors look like. Each pattern is something that no prose contains by accident:
 * frames of a known form, not the word "exception".
 */
const TRACES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Java', /\n?\s*at [\w$.<>/]+\.[\w$<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source)\)/],
  ['.NET', /\bat [\w.`<>+[\],]+\([^()\n]*\) in [^\n]+:line \d+/],
  ['.NET', /^\s*at (?:System|Microsoft)\.[\w.`<>+[\],]+\([^()\n]*\)\s*$/m],
  [
    'JavaScript',
    /\bat (?:async )?(?:[\w$.<>[\] ]+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\|webpack:)[^\s():]*:\d+:\d+\)?/,
  ],
  ['Python', /Traceback \(most recent call last\):/],
  ['Python', /\bFile "[^"\n]+", line \d+, in \S+/],
  ['PHP', /(?:PHP )?(?:Fatal|Parse) error: [^\n]+ in [^\n]+ on line \d+/i],
  ['PHP', /#\d+ [^\s:]+\.php\(\d+\): /],
  ['Ruby', /[\w/.-]+\.rb:\d+:in [`'][^`'\n]+'/],
  ['Go', /\bgoroutine \d+ \[[a-z ,]+\]:/],
  ['Rust', /\bthread '[^'\n]+' panicked at /],
  ['SQL', /\bSQLSTATE\[\w+\]|\bORA-\d{5}: |You have an error in your SQL syntax;|\bPSQLException: /],
  ['SQL', /Unclosed quotation mark after the character string|\bSQLITE_ERROR: |\bpg_query\(\): /],
]

/** Any of them must contain one of these; most texts contain none, which is found out in one pass. */
const HINT =
  /\bat |Traceback|File "|error: | in |\.php\(|\.rb:|goroutine|panicked|SQLSTATE|ORA-|SQL|PSQLE|Unclosed|pg_query/

/** The platform whose stack trace or raw error a text holds, or `undefined`. */
export function traceIn(text: string): string | undefined {
  if (!HINT.test(text)) return undefined
  return TRACES.find(([, pattern]) => pattern.test(text))?.[0]
}
