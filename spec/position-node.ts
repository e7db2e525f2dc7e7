/** A value of a text and where it stands, with what is in it. Offsets count from 0. */
export interface PositionNode {
  readonly offset: number
  readonly members?: Map<string, PositionMember>
  readonly items?: PositionNode[]
  /** What `<<` merges in. */
  readonly merged?: PositionNode[]
  /** The anchored node that an alias stands for. */
  readonly target?: PositionNode | undefined
}

/** A member of an object: where its key stands, and its value. */
export interface PositionMember {
  readonly offset: number
  readonly node: PositionNode
}
