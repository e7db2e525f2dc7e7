import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { jsonEquals } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import { deriveSeed } from '../core/seed.ts'
import { draw } from '../generators/draw.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import { withValueAt } from '../generators/invalid/edit.ts'
import { requestArbitrary } from '../generators/request.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { breaksOf } from './breaks.ts'
import { isConflict } from './data-verdict.ts'
import type { RequestGeneration } from './request-generation.ts'
import { jsonSchemaOf } from './stateful/create-draft.ts'
import { type TextMember, textMembers } from './stateful/text-member.ts'

/** Requests made anew in vain, of one operation: then its conflicts have another reason than a text that is taken. */
const MOST_IN_VAIN = 4

/** So many texts without a form are replaced, one at a time. */
const MOST_FREE = 4

/** So many requests are drawn to take texts from. */
const MOST_DONORS = 4

/** The way out of conflicts with what earlier requests have made, where a server wants some text to be unique. */
export interface UntakenTexts {
  /**
   * Sends a request that was refused with 409 again with other texts of the same forms: a value that is taken hides what
   * the request is about. `undefined` where that was no reason to, or where it did not help.
   */
  sendAgain(
    operation: Operation,
    planned: Case,
    answer: Exchange | undefined,
    send: (draft: RequestDraft) => Promise<readonly Exchange[]>,
  ): Promise<{ readonly planned: Case; readonly exchanges: readonly Exchange[] } | undefined>
}

export interface UntakenTextsOptions {
  readonly contract: Contract
  readonly generation: RequestGeneration
  readonly seed: number
  /** Where ids of other resources stand: `body/ownerId`. */
  idPlaces(operation: Operation): readonly string[]
}

export function createUntakenTexts(options: UntakenTextsOptions): UntakenTexts {
  const { contract, generation, seed, idPlaces } = options
  const inVain = new Map<Operation, number>()
  const times = new Map<Case['id'], number>()
  const drawers = new Map<Operation, Drawer | undefined>()

  /** The request with other texts at some places; `undefined` where none are to be had. */
  const withOthers = (
    operation: Operation,
    draft: RequestDraft,
    members: readonly TextMember[],
    own: number,
  ): RequestDraft | undefined => {
    if (!drawers.has(operation)) drawers.set(operation, drawerFor(contract, operation, generation))
    const drawOne = drawers.get(operation)
    if (drawOne === undefined || members.length === 0 || draft.body?.kind !== 'value') return undefined
    const { body } = draft
    let { value } = body
    const left = new Set(members.map(({ pointer }) => pointer))
    for (let i = 0; i < MOST_DONORS && left.size > 0; i++) {
      const donor = drawOne(deriveSeed(own, i)).body
      if (donor?.kind !== 'value' || donor.mediaType !== body.mediaType) continue
      for (const pointer of left) {
        const text = valueAt(donor.value, pointer)
        if (typeof text !== 'string' || text === valueAt(value, pointer)) continue
        value = withValueAt(value, pointer, text)
        left.delete(pointer)
      }
    }
    if (jsonEquals(value, body.value)) return undefined
    const other = withFreshKeys(operation, { ...draft, body: { ...body, value } }, own)
    const breaks = breaksOf(operation, draft, generation)
    return breaks !== undefined && breaks === breaksOf(operation, other, generation) ? other : undefined
  }

  return {
    async sendAgain(operation, planned, answer, send) {
      const { draft, intent, id } = planned
      const schema = jsonSchemaOf(operation, draft)
      if (!isTaken(answer) || draft.body?.kind !== 'value' || schema === undefined) return undefined
      if (intent.kind === 'invalid' && (intent.constraint.kind ?? 'data') !== 'data') return undefined
      if ((inVain.get(operation) ?? 0) >= MOST_IN_VAIN) return undefined
      const kept = intent.kind === 'invalid' ? intent.constraint.payload : undefined
      const foreign = new Set(idPlaces(operation))
      const open = textMembers(contract, schema, draft.body.value).filter(
        ({ pointer }) => !foreign.has(`body${pointer}`) && (kept === undefined || !isAround(pointer, kept)),
      )
      const formed = open.filter(({ kind }) => kind === 'formed')
      const time = times.get(id) ?? 0
      times.set(id, time + 1)
      // What is to be unique mostly has a form; else it is one of the texts, and the others may be what this is about.
      const free = open.filter(({ kind }) => kind === 'free').slice(0, MOST_FREE)
      for (const members of [formed, ...free.map((member) => [member])]) {
        const other = withOthers(
          operation,
          draft,
          members,
          deriveSeed(seed, id, 'untaken', time, members[0]?.pointer ?? ''),
        )
        if (other === undefined) continue
        const exchanges = await send(other)
        if (isTaken(exchanges.at(-1))) continue
        inVain.delete(operation)
        return { planned: { ...planned, draft: other }, exchanges }
      }
      inVain.set(operation, (inVain.get(operation) ?? 0) + 1)
      return undefined
    },
  }
}

type Drawer = (seed: number) => RequestDraft

function drawerFor(contract: Contract, operation: Operation, { request }: RequestGeneration): Drawer | undefined {
  try {
    const arbitrary = requestArbitrary(contract, operation, request)
    return (seed) => draw(arbitrary, seed).value
  } catch {
    return undefined
  }
}

function isTaken(answer: Exchange | undefined): boolean {
  return answer !== undefined && isConflict(answer)
}

/** Whether one of two places holds the other. */
function isAround(pointer: string, other: string): boolean {
  return `${pointer}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${pointer}/`)
}
