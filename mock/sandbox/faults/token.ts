import type { Fault } from '../fault.ts'

export const singleUseTokenUsedTwice: Fault = {
  name: 'single-use-token-used-twice',
  group: 'lifecycle',
  describe: 'A single-use token can be used again and again.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const deletedTokenReadable: Fault = {
  name: 'deleted-token-still-readable',
  group: 'lifecycle',
  describe: 'A secure token that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const tokenPatchLost: Fault = {
  name: 'secure-token-patch-lost',
  group: 'lifecycle',
  describe: 'A patch of a secure token is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const tokenListOmitsCreated: Fault = {
  name: 'token-list-omits-newest',
  group: 'list',
  describe: 'The list of secure tokens leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

/** Faults of secure and single-use tokens. */
export const TOKEN_FAULTS: readonly Fault[] = [
  singleUseTokenUsedTwice,
  deletedTokenReadable,
  tokenPatchLost,
  tokenListOmitsCreated,
]
