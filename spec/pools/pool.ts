/** Where an id goes in a request. */
export type ConsumerPlace =
  | { readonly in: 'path' | 'query' | 'header'; readonly name: string }
  /** JSON pointer into the body, `*` for items. */
  | { readonly in: 'body'; readonly pointer: string }

/** A part of a request that takes an id. */
export interface Consumer {
  readonly operationId: string
  readonly place: ConsumerPlace
}

/** A part of an answer that shows an id. */
export interface Producer {
  readonly operationId: string
  readonly from: { readonly in: 'body'; readonly pointer: string } | { readonly in: 'header'; readonly name: string }
  /** Whether the operation makes what is identified, so that it should come before all that need it. */
  readonly creates: boolean
}

/** Ids of one sort: which operations show them, and which need them. */
export interface Pool {
  /** As the contract writes it, in camel case: `paymentId`. */
  readonly name: string
  readonly producers: readonly Producer[]
  readonly consumers: readonly Consumer[]
}

/** All pools of a contract, by name in the order in which the contract needs them. */
export type PoolTable = readonly Pool[]

/** A place in words: `path paymentId`, `body /order/merchantId`. */
export function placeText(place: ConsumerPlace | Producer['from']): string {
  return 'pointer' in place ? `body ${place.pointer}` : `${place.in} ${place.name}`
}
