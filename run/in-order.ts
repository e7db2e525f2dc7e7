/**
 * Runs tasks a few at a time and hands their results over in the order of the tasks, so that what is recorded does not
 * depend on which answer came first. Looks ahead a bounded number of tasks while a slow one holds the line.
 *
 * @param width tasks in flight at most
 * @param tasks drawn lazily, one when there is room
 * @param handle awaited result by result; what it or a task throws ends the whole
 */
export async function inOrder<T, R>(
  width: number,
  tasks: Iterable<T> | AsyncIterable<T>,
  perform: (task: T) => Promise<R> | R,
  handle: (result: R) => Promise<void> | void,
): Promise<void> {
  const lookahead = width * 4
  let running = 0
  let unhandled = 0
  let failed = false
  let changed = Promise.withResolvers<void>()
  const change = (): void => {
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }
  const start = async (task: T): Promise<R> => {
    running++
    try {
      return await perform(task)
    } finally {
      running--
      change()
    }
  }

  let line: Promise<void> = Promise.resolve()
  for await (const task of tasks) {
    if (failed) break
    unhandled++
    const result = start(task)
    line = line
      .then(() => result)
      .then(handle)
      .then(() => {
        unhandled--
        change()
      })
    line.catch(() => {
      failed = true
      change()
    })
    // A rejection is met when its turn comes; until then it must not count as unhandled.
    result.catch(() => undefined)
    while (!failed && (running >= width || unhandled >= lookahead)) await changed.promise
  }
  await line
}
