import type { Json } from '../../core/json.ts'

/** One line of the journal: what a run is about to make on a target that outlives it, what it made, and what became of it. */
export type JournalLine = RunLine | CreatingLine | CreatedLine | NotCreatedLine | GoneLine | KeptLine

/** The first line: where all of it is. */
export interface RunLine {
  readonly type: 'run'
  readonly id: string
  readonly startedAt: string
  /** As `--target` names it. */
  readonly target: string
  readonly baseUrl: string
  readonly identityUrl?: string
  /** As `--spec` names it; absent for the packaged document. */
  readonly spec?: string
  /** Begins every reference of the run. */
  readonly tag: string
}

/** Written before the request goes out. */
export interface CreatingLine {
  readonly type: 'creating'
  /** Number of the creation, from 1. */
  readonly n: number
  readonly at: string
  readonly operationId: string
  /** Idempotency-Key of the request. */
  readonly key?: string
  /** What the target knows the resource by, where it carries the run's tag. */
  readonly reference?: string
  /** Path parameters. */
  readonly path: Readonly<Record<string, Json>>
  /** The request as it goes out, without credentials; absent where it holds secrets. */
  readonly request?: StoredRequest
}

export interface StoredRequest {
  readonly method: string
  /** Path and query below the base URL. */
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

/** Made, by a creation or by what the target did with something that was created. */
export interface CreatedLine {
  readonly type: 'created'
  readonly n?: number
  readonly resource: MadeResource
}

/** A resource, and the request that removes it. */
export interface MadeResource {
  /** Of the creation. */
  readonly operationId: string
  /** Its path below the base URL. */
  readonly path: string
  /** Values of the parameters in the paths of its operations. */
  readonly values: Readonly<Record<string, Json>>
  /** What removes, cancels, reverses or deactivates it; absent where the contract has no way to. */
  readonly undo?: { readonly operationId: string; readonly request: string }
  /** Its id looks like a secret, so that it is never written; the file knows it by the number of its creation, 0 for none. */
  readonly hiddenAs?: number
}

/** How a resource is shown. */
export function shownPath({ path, operationId, hiddenAs }: MadeResource): string {
  return hiddenAs === undefined ? path : `what ${operationId} made (${hiddenAs})`
}

/** The target refused to make it. */
export interface NotCreatedLine {
  readonly type: 'not-created'
  readonly n: number
}

/** By the path of the resource, or by the number of its creation where the path is not written. */
export interface GoneLine {
  readonly type: 'gone'
  readonly n?: number
  readonly path?: string
}

/** It stays, and nobody is to try again. */
export interface KeptLine {
  readonly type: 'kept'
  readonly n?: number
  readonly path?: string
  readonly reason: string
}

/** What the lines so far add up to. */
export interface JournalState {
  /** Begins the references of the run; empty while that is not known. */
  tag(): string
  /** Number of the last creation. */
  last(): number
  /** Creations of which nobody knows what came. */
  pending(): readonly CreatingLine[]
  /** What is there and is to be removed, in the order in which it was made. */
  open(): readonly MadeResource[]
  isOpen(path: string): boolean
  /** Whether a resource at this path was ever made. */
  knows(path: string): boolean
  resourceAt(path: string): MadeResource | undefined
  /** Whether a creation with this key has been answered: the target knows the key from there. */
  isKeyTaken(key: string): boolean
  /** What stays, and why. */
  kept(): readonly { readonly operationId: string; readonly path?: string; readonly reason: string }[]
  add(line: JournalLine): void
}

export function createJournalState(): JournalState {
  const pending = new Map<number, CreatingLine>()
  const open = new Map<string, MadeResource>()
  const all = new Map<string, MadeResource>()
  const taken = new Set<string>()
  const kept: { operationId: string; path?: string; reason: string }[] = []
  let last = 0
  let tag = ''
  /** A key stands for one creation, however often it was asked for. */
  const settleKey = (n: number): void => {
    const { key, operationId } = pending.get(n) ?? {}
    pending.delete(n)
    if (key === undefined) return
    taken.add(key)
    for (const other of pending.values())
      if (other.key === key && other.operationId === operationId) pending.delete(other.n)
  }
  return {
    tag: () => tag,
    last: () => last,
    pending: () => [...pending.values()],
    open: () => [...open.values()],
    isOpen: (path) => open.has(path),
    knows: (path) => all.has(path),
    resourceAt: (path) => all.get(path),
    isKeyTaken: (key) => taken.has(key),
    kept: () => kept,
    add: (line) => {
      switch (line.type) {
        case 'run':
          tag = line.tag
          return
        case 'creating':
          last = Math.max(last, line.n)
          pending.set(line.n, line)
          return
        case 'created':
          if (line.n !== undefined) settleKey(line.n)
          open.set(line.resource.path, line.resource)
          all.set(line.resource.path, line.resource)
          return
        case 'not-created':
          pending.delete(line.n)
          return
        case 'gone':
          if (line.n !== undefined) pending.delete(line.n)
          if (line.path !== undefined) open.delete(line.path)
          return
        case 'kept': {
          const resource = all.get(line.path ?? '')
          const operationId = pending.get(line.n ?? 0)?.operationId ?? resource?.operationId ?? ''
          const path = resource === undefined ? line.path : shownPath(resource)
          kept.push({ operationId, ...(path !== undefined && { path }), reason: line.reason })
          if (line.n !== undefined) pending.delete(line.n)
          if (line.path !== undefined) open.delete(line.path)
        }
      }
    },
  }
}
