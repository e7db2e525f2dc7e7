/** Which of a set of optional members are there, and which are not. */
export interface Row {
  readonly present: readonly string[]
  readonly absent: readonly string[]
}

/** Whether an object can have some members without others; the members it then has. */
export type Complete = (present: ReadonlySet<string>, absent: ReadonlySet<string>) => ReadonlySet<string> | undefined

/** Rows added, one for each pair of states left over, where members depend on each other. */
const MOST_REPAIRS = 40

export interface Rows {
  readonly rows: readonly Row[]
  /** Pairs that could be had, and are left out because there would be too many rows. */
  readonly leftOut: number
}

/**
 * The fewest rows in which any two members occur both together, neither, and each without the other, as far as that
 * can be. Each member gets another subset of the rows, all of one size, none of them with the first row, any two
 * overlapping (Kleitman and Spencer 1973; Katona 1973): ten rows do for 126 members.
 */
export function pairwiseRows(names: readonly string[], complete: Complete): Rows {
  if (names.length === 0) return { rows: [], leftOut: 0 }
  const missing = new Set<string>()
  for (let i = 0; i < names.length; i++) {
    for (let j = i + 1; j < names.length; j++) for (const states of STATES) missing.add(`${i} ${j} ${states}`)
  }
  const rows: Row[] = []
  const add = (wanted: ReadonlySet<string>, unwanted: ReadonlySet<string>): boolean => {
    const row = possible(names, wanted, unwanted, complete)
    if (row === undefined) return false
    const present = new Set(row.present)
    for (let i = 0; i < names.length; i++) {
      for (let j = i + 1; j < names.length; j++) {
        missing.delete(`${i} ${j} ${state(present.has(names[i] as string))}${state(present.has(names[j] as string))}`)
      }
    }
    rows.push(row)
    return true
  }
  for (const wanted of idealRows(names)) {
    add(new Set(wanted), new Set(names.filter((name) => !wanted.includes(name))))
  }
  let repairs = 0
  let leftOut = 0
  // A set may lose members while it is walked; those are not come to.
  for (const pair of missing) {
    const [i, j, states] = pair.split(' ') as [string, string, string]
    const [one, other] = [names[Number(i)] as string, names[Number(j)] as string]
    const wanted = new Set([...(states[0] === '1' ? [one] : []), ...(states[1] === '1' ? [other] : [])])
    const unwanted = new Set([one, other].filter((name) => !wanted.has(name)))
    if (complete(wanted, unwanted) === undefined) continue
    if (repairs === MOST_REPAIRS) leftOut++
    else if (add(wanted, unwanted)) repairs++
  }
  return { rows, leftOut }
}

const STATES = ['00', '01', '10', '11']

function state(present: boolean): string {
  return present ? '1' : '0'
}

/** The members of each row, were they all independent. */
function idealRows(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length === 1) return [[], [...names]]
  let rows = 4
  while (choose(rows - 1, Math.ceil(rows / 2)) < names.length) rows++
  const result: string[][] = Array.from({ length: rows }, () => [])
  const subsets = subsetsOf(rows - 1, Math.ceil(rows / 2))
  for (const name of names) for (const index of subsets.next().value ?? []) result[index + 1]?.push(name)
  return result
}

/** The row nearest to what is wanted; `unwanted` may come back where something needs it. */
function possible(
  names: readonly string[],
  wanted: ReadonlySet<string>,
  unwanted: ReadonlySet<string>,
  complete: Complete,
): Row | undefined {
  if (complete(wanted, unwanted) === undefined && unwanted.size + wanted.size < names.length) return undefined
  const present = new Set<string>()
  const absent = new Set<string>(complete(wanted, unwanted) === undefined ? [] : unwanted)
  for (const name of wanted) if (complete(new Set([...present, name]), absent) !== undefined) present.add(name)
  for (const name of names) {
    if (present.has(name) || absent.has(name)) continue
    if (complete(present, new Set([...absent, name])) === undefined) present.add(name)
    else absent.add(name)
  }
  return complete(present, absent) === undefined
    ? undefined
    : { present: names.filter((name) => present.has(name)), absent: names.filter((name) => absent.has(name)) }
}

function choose(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return result
}

/** The subsets of so many indexes, in lexical order. */
function* subsetsOf(count: number, size: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: size }, (_, i) => i)
  for (;;) {
    yield [...chosen]
    let at = size - 1
    while (at >= 0 && chosen[at] === count - size + at) at--
    if (at < 0) return
    chosen[at] = (chosen[at] as number) + 1
    for (let i = at + 1; i < size; i++) chosen[i] = (chosen[i - 1] as number) + 1
  }
}
