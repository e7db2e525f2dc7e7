import { expect } from 'vitest'
import { isFailure, type Finding } from '../../core/finding.ts'
import { failureBlock } from '../../reports/failure-block.ts'
import type { Answer } from '../../run/scenario/answer.ts'

/** Where a block finds the names that it shows. */
export interface BlockSource {
  readonly source: string
  readonly operations: ReadonlyMap<string, { readonly method: string; readonly path: string }>
  /** Whether warnings fail, too. */
  readonly strict: boolean
}

/** What the matchers know of the answers that tests got. */
export interface AnswerBook {
  /** Enters an answer, with where its blocks come from. */
  enter(answer: Answer, source: BlockSource): void
  /** Whether a test has looked at this finding itself, so that the end of the test need not tell it. */
  isSeen(finding: Finding): boolean
}

/** Findings as the terminal shows them. */
export function blocksOf(findings: readonly Finding[], { source, operations }: BlockSource): string {
  return findings
    .map((finding) => failureBlock(finding, { source, operation: operations.get(finding.operationId) }))
    .join('\n\n')
}

/** Adds `toConform` and `toBeProblem` to the `expect` of vitest. */
export function installMatchers(): AnswerBook {
  const sources = new WeakMap<Answer, BlockSource>()
  const seen = new WeakSet<Finding>()

  expect.extend({
    toConform(received: unknown) {
      const answer = answerOf(received)
      const source = sources.get(answer)
      const broken = answer.findings.filter((finding) => isFailure(finding, source?.strict === true))
      for (const finding of answer.findings) seen.add(finding)
      return {
        pass: broken.length === 0,
        message: () =>
          broken.length === 0
            ? `expected the answer ${shown(answer)} not to conform to the contract, and it does`
            : source === undefined
              ? broken.map(({ message }) => message).join('\n')
              : blocksOf(broken, source),
      }
    },
    toBeProblem(received: unknown, type?: string) {
      const answer = answerOf(received)
      const { problem } = answer
      const pass = type === undefined ? problem !== undefined : problem === type
      return {
        pass,
        message: () =>
          `expected ${pass ? 'no problem' : 'a problem'}${type === undefined ? '' : ` of type ${type}`}, the answer is ${shown(answer)}`,
        ...(type !== undefined && { expected: type, actual: problem }),
      }
    },
  })

  return {
    enter: (answer, source) => void sources.set(answer, source),
    isSeen: (finding) => seen.has(finding),
  }
}

function shown({ status, problem }: Answer): string {
  return problem === undefined ? String(status) : `${status} ${problem}`
}

function answerOf(received: unknown): Answer {
  if (typeof received === 'object' && received !== null && 'recorded' in received && 'findings' in received) {
    // Nothing else has both.
    return received as Answer
  }
  throw new TypeError('expected an answer of `api`')
}
